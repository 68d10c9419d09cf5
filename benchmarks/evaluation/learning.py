"""Measures how fast the queue learns hidden tastes of simulated listeners.

`python -m benchmarks.evaluation.learning --data DATA --home HOME` (see `clips.py`). Only
the listener is simulated. The songs are the 4Q clips with the player's analyses, and the ranking is
the player's own.

Each listener has hidden opinions. Half of an opinion is general, and half is specific to one of the
four moods. There are opinions of genres (normal, deviation 1, mean over a song's genres in the
table), of sounds (the nearest of three favourite songs and of two hated ones, by cosine from the
mean song), and of artists (normal, deviation 0.5). A song of the mood's true quadrant in 4Q's table
is worth 2 more. A song is played to its end with the probability sigmoid(1.2 opinion + mood - 1.5 -
4 boredom). Otherwise it is skipped after a tenth. Boredom is 1 just after a song was offered and
halves in six hours. Of songs played, a third is liked if the opinion is above 0.7. Of songs
skipped, a tenth is disliked if it is below -0.7. The mood changes after 20 minutes in the mean. A
song takes four minutes.

The player is given the true mood or, in the last two lines, one drawn by the face network's
confusion rates. The figures are skips per offered song in the first, second and fifth hour of
listening and in all five hours, 95 % by bootstrap over listeners.
"""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.evaluation.clips import Labelled, command_line, interval, load
from benchmarks.evaluation.mood import CENTRES
from tui_player.library.catalog import Catalog
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.ranking.events import Events
from tui_player.library.ranking.ranker import rank
from tui_player.library.ranking.request import RankRequest, Weights
from tui_player.library.ranking.strategy import Strategy
from tui_player.library.song import Song

LISTENERS: Final = 100
HOURS: Final = 5
JUDGED_HOURS: Final = (1, 2, 5)
SONG_S: Final = 240.0
SKIP_PLAYED_SHARE: Final = 0.1
MOOD_DURATION_S: Final = 1200.0
STEEPNESS: Final = 1.2
MOOD_LOG_ODDS: Final = 2.0
SKIP_LOG_ODDS: Final = 1.5
BOREDOM: Final = 4.0
BOREDOM_HALF_LIFE_S: Final = 6 * 3600.0
RATED_FROM: Final = 0.7
LIKE_PROBABILITY: Final = 1 / 3
DISLIKE_PROBABILITY: Final = 0.1
START: Final = 1_800_000_000.0
CONFUSION: Final = (
    (0.967, 0.009, 0.002, 0.022),
    (0.042, 0.913, 0.017, 0.028),
    (0.018, 0.047, 0.799, 0.136),
    (0.035, 0.022, 0.087, 0.856),
)
"""True quadrant of the listener's mood -> quadrant of one reading. The rates are the face network's
on PublicTest by the FER+ majority: happy and surprise; angry, disgust and fear; sad; neutral. Here
neutral stands for calm."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """The songs and their true labels."""

    songs: list[Song]
    quadrants: NDArray[np.int64]
    genres: Floats
    """[N, G], genres of the table; rows sum to 1 or 0."""
    artists: NDArray[np.int64]
    directions: Floats
    """[N, K]"""


def make_world(clips: Sequence[Labelled]) -> World:
    """The songs as in a library, tagged with the table's artist and genres."""
    songs = [one.tagged for one in clips]
    names = sorted({name for one in clips for name in one.genres})
    genres = np.array([[float(name in one.genres) for name in names] for one in clips])
    _, artists = np.unique([one.clip.artist for one in clips], return_inverse=True)
    catalog = Catalog.of(songs)
    rows = [catalog.row_of[song.id] for song in songs]
    return World(
        songs,
        np.array([one.clip.quadrant for one in clips]),
        genres / np.maximum(genres.sum(axis=1, keepdims=True), 1),
        artists,
        catalog.directions(rows).astype(np.float64),
    )


class Listener:
    """A simulated listener with hidden tastes."""

    def __init__(self, world: World, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        general = self._opinions(world)
        self.opinions = [(general + self._opinions(world)) / math.sqrt(2) for _ in CENTRES]
        """[N] in each mood: opinions."""
        self.log_odds = [
            STEEPNESS * opinion + MOOD_LOG_ODDS * (world.quadrants == mood) - SKIP_LOG_ODDS
            for mood, opinion in enumerate(self.opinions)
        ]
        """[N] in each mood: log odds of playing a song to its end without boredom."""
        self.offered_at = np.full(len(world.songs), -np.inf)
        self.mood = int(self.random.integers(4))

    def _opinions(self, world: World) -> Floats:
        genres = world.genres @ self.random.normal(size=world.genres.shape[1])
        artists = 0.5 * self.random.normal(size=world.artists.max() + 1)[world.artists]
        known = self.random.choice(len(world.songs), 5, replace=False)
        cosines = world.directions @ world.directions[known].T
        sound = cosines[:, :3].max(axis=1) - cosines[:, 3:].max(axis=1)
        opinions: Floats = genres + sound + artists
        centred: Floats = opinions - opinions.mean()
        return centred

    def advance(self, seconds: float) -> None:
        """Let time pass. The mood may change."""
        if self.random.random() < seconds / MOOD_DURATION_S:
            self.mood = int(self.random.choice([mood for mood in range(4) if mood != self.mood]))

    def respond(self, number: int, now: float) -> list[FeedbackKind]:
        """The listener's feedback on an offered song."""
        opinion = self.opinions[self.mood][number]
        bored = BOREDOM * 0.5 ** ((now - self.offered_at[number]) / BOREDOM_HALF_LIFE_S)
        self.offered_at[number] = now
        if self.random.random() < _sigmoid(self.log_odds[self.mood][number] - bored):
            liked = opinion > RATED_FROM and self.random.random() < LIKE_PROBABILITY
            return [FeedbackKind.LIKE, FeedbackKind.PLAY] if liked else [FeedbackKind.PLAY]
        disliked = opinion < -RATED_FROM and self.random.random() < DISLIKE_PROBABILITY
        return [FeedbackKind.DISLIKE, FeedbackKind.SKIP] if disliked else [FeedbackKind.SKIP]


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value))


class Chooser:
    """A method to choose the next song; this one shuffles."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.random = np.random.default_rng(seed)
        self.left = list(self.random.permutation(len(world.songs)))

    def next(self, _mood: int, _now: float) -> int:
        """The number of the next song."""
        if not self.left:
            self.left = list(self.random.permutation(len(self.world.songs)))
        return int(self.left.pop())

    def learn(self, events: Sequence[Feedback]) -> None:
        """Take in the listener's feedback."""


class MostLiked(Chooser):
    """Alternates between liked songs, in turn, and new songs."""

    def __init__(self, world: World, seed: int) -> None:
        super().__init__(world, seed)
        self.liked: list[int] = []
        self.number_of = {song.id: number for number, song in enumerate(world.songs)}
        self.turn = 0

    def next(self, mood: int, now: float) -> int:
        """The number of the next song."""
        self.turn += 1
        if self.liked and self.turn % 2:
            self.liked.append(self.liked.pop(0))
            return self.liked[-1]
        return super().next(mood, now)

    def learn(self, events: Sequence[Feedback]) -> None:
        """Take in the listener's feedback."""
        for event in events:
            number = self.number_of[event.song_id]
            if event.kind is FeedbackKind.LIKE and number not in self.liked:
                self.liked.append(number)


class Ranked(Chooser):
    """The player's ranking with given weights."""

    def __init__(
        self, world: World, seed: int, weights: Weights, mood_is_known: bool = True
    ) -> None:
        super().__init__(world, seed)
        self.weights, self.mood_is_known = weights, mood_is_known
        self.catalog = Catalog.of(world.songs)
        self.number_of = {song.id: number for number, song in enumerate(world.songs)}
        self.events = Events()
        self.artists: list[str] = []
        self.seed = seed

    def next(self, mood: int, now: float) -> int:
        """The number of the next song."""
        place = CENTRES[mood] if self.mood_is_known else (0.0, 0.0)
        request = RankRequest(
            *place, Strategy.MATCH, now, limit=1, seed=self.seed, recent_artists=tuple(self.artists)
        )
        self.seed += 1
        [pick] = rank(self.catalog, self.events, request, self.weights)
        self.artists = [*self.artists, pick.song.artist][-3:]
        return self.number_of[pick.song.id]

    def learn(self, events: Sequence[Feedback]) -> None:
        """Take in the listener's feedback."""
        for event in events:
            known = event if self.mood_is_known else replace(event, valence=None, arousal=None)
            self.events.append(known)
            song = self.catalog.songs[self.catalog.row_of[event.song_id]]
            if event.kind in (FeedbackKind.PLAY, FeedbackKind.SKIP):
                song = replace(song, last_played_at=event.at)
            self.catalog.replace(song)


def listen(world: World, chooser: Chooser, seed: int, wrong: bool) -> list[float]:
    """Skips per offered song in each hour."""
    listener = Listener(world, seed)
    readings = np.random.default_rng(seed + 1)
    now, skips, offered = START, np.zeros(HOURS), np.zeros(HOURS)
    while now < START + HOURS * 3600:
        read = int(readings.choice(4, p=CONFUSION[listener.mood])) if wrong else listener.mood
        number = chooser.next(read, now)
        kinds = listener.respond(number, now)
        skipped = FeedbackKind.SKIP in kinds
        hour = int((now - START) // 3600)
        offered[hour] += 1
        skips[hour] += skipped
        seconds = SONG_S * (SKIP_PLAYED_SHARE if skipped else 1.0)
        now += seconds
        share = SKIP_PLAYED_SHARE if skipped else 1.0
        chooser.learn(
            [Feedback(kind, world.songs[number].id, now, *CENTRES[read], share) for kind in kinds]
        )
        listener.advance(seconds)
    shares: list[float] = (skips / offered).tolist()
    return shares


def skips_by_hour(
    world: World, method: "Method", *, wrong_moods: bool = False
) -> dict[str, list[float]]:
    """Skips in the reported hours and in all five, each with its interval."""
    seeds = range(LISTENERS)
    skips = np.array([listen(world, method(world, seed), seed, wrong_moods) for seed in seeds])
    names = [str(seed) for seed in seeds]
    hours = {f"hour_{hour}": interval(skips[:, hour - 1], names) for hour in JUDGED_HOURS}
    return hours | {"all": interval(skips.mean(axis=1), names)}


def methods() -> dict[str, "Method"]:
    """The compared methods by name."""
    full = Weights()
    without = {name: full.replaced(**{name: 0.0}) for name in full if name != "listeners"}
    return {
        "shuffle": Chooser,
        "most liked": MostLiked,
        "similarity only": _ranked(Weights.only(similar=0.8, freshness=0.2)),
        "full": _ranked(full),
        "mood not in the model": _ranked(full, mood_is_known=False),
    } | {f"without {name}": _ranked(weights) for name, weights in without.items()}


Method = Callable[[World, int], Chooser]


def _ranked(weights: Weights, mood_is_known: bool = True) -> "Method":
    def made(world: World, seed: int) -> Chooser:
        return Ranked(world, seed, weights, mood_is_known)

    return made


def main() -> None:
    """Simulate and print one line per method."""
    options = command_line(__doc__).parse_args()
    world = make_world([one for one in load(options.data, options.home) if one.has_quadrant])
    for wrong in (False, True):
        for name, method in methods().items():
            if wrong and name not in ("full", "mood not in the model"):
                continue
            hours = skips_by_hour(world, method, wrong_moods=wrong)
            print(json.dumps({"method": name, "wrong_moods": wrong} | hours), flush=True)


if __name__ == "__main__":
    main()
