"""Measures whether the queue keeps to the listener's mood for four hours.

`python -m benchmarks.evaluation.evening --data DATA --home HOME --runs RUNS` (see `clips.py`). Only
the listener is simulated: the songs are 4Q's clips as networks heard them that never met their
artists, the ranking is the player's own, and every song that it picks is played to its end and
written back as history. A song takes four minutes.

Libraries have 12, 150, 700 and 5,000 songs. The songs of the small ones are of one fold, so no
artist is in two of them. The songs of the large one are drawn with replacement, each a little
beside its clip. The mood holds, or changes every half hour, or holds while each song's reading is
drawn by the face network's confusion rates. The listener is new, or has played 500 songs and liked
100 of them in the opposite mood.

`allowed` is the share of the thirty likeliest songs that truly are of the mood: more than that the
network does not know. (A library of 12 has three likeliest songs.) `blocks` is the share of right
songs in each ten songs played, as a share of `allowed`, 95 % by bootstrap over evenings.
`valence` is the share on the mood's side of valence. `between` is the least number of songs from
one play of a song to its next one.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.evaluation.clips import (
    SEED,
    Labelled,
    analysed_out_of_fold,
    command_line,
    interval,
    load,
)
from benchmarks.evaluation.learning import CONFUSION
from benchmarks.evaluation.mood import CENTRES, by_probability
from tui_player.library.analysis import Analysis
from tui_player.library.catalog import Catalog
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.ranking.events import Events
from tui_player.library.ranking.ranker import rank
from tui_player.library.ranking.request import RankRequest, Weights
from tui_player.library.ranking.strategy import Strategy
from tui_player.library.song import Song, SongId
from tui_player.models.music.training.clips.dataset import FOLDS

START: Final = 1_800_000_000.0
SONG_S: Final = 240.0
SONGS: Final = 60
"""Songs of four hours."""
BLOCK: Final = 10
LIKELIEST: Final = 30
SIZES: Final = (12, 150, 700, 5_000)
SMALL: Final = 150
DRAWS: Final = 5
"""Libraries of each size, but for the 700, which are all clips."""
SONGS_A_MOOD: Final = 8
"""Songs in half an hour."""
OPPOSITE: Final = (2, 3, 0, 1)
PLAYED_BEFORE: Final = 500
LIKED_BEFORE: Final = 100
JITTER: Final = 0.05
"""Standard deviation by which a drawn song's place differs from its clip's."""
SPACING: Final = 3
"""Artists that the request names as just played."""

Quadrants = NDArray[np.int64]


@dataclass(frozen=True)
class Library:
    """Songs, their true quadrants, and what the network allows in each quadrant."""

    songs: list[Song]
    quadrants: dict[SongId, int]
    allowed: list[float]

    @classmethod
    def of(cls, clips: Sequence[Labelled]) -> "Library":
        """Tagged as in the tables, with ids of their own."""
        songs = [replace(one.tagged, id=SongId(number)) for number, one in enumerate(clips, 1)]
        truth = np.array([one.clip.quadrant for one in clips])
        count = min(LIKELIEST, len(clips) // len(CENTRES))
        allowed = [
            float((truth[by_probability(clips, quadrant)[:count]] == quadrant).mean())
            for quadrant in range(len(CENTRES))
        ]
        ids = [song.id for song in songs]
        return cls(songs, dict(zip(ids, truth.tolist(), strict=True)), allowed)


def libraries(clips: Sequence[Labelled], size: int) -> list[Library]:
    """Libraries of `size` songs."""
    random = np.random.default_rng(SEED)
    if size <= SMALL:
        folds = [[one for one in clips if one.clip.fold == fold % FOLDS] for fold in range(DRAWS)]
        return [Library.of(_balanced(fold, size, random)) for fold in folds]
    if size <= len(clips):
        return [Library.of(clips[:size])]
    drawn = [random.integers(len(clips), size=size) for _ in range(DRAWS)]
    return [Library.of([_beside(clips[row], random) for row in rows]) for rows in drawn]


def _balanced(clips: Sequence[Labelled], size: int, random: np.random.Generator) -> list[Labelled]:
    """At most `size` of the clips in random order; a library of 12 has three of each quadrant."""
    shuffled = [clips[row] for row in random.permutation(len(clips))]
    if size >= LIKELIEST:
        return shuffled[:size]
    each = size // len(CENTRES)
    return [
        one
        for quadrant in range(len(CENTRES))
        for one in [clip for clip in shuffled if clip.clip.quadrant == quadrant][:each]
    ]


def _beside(one: Labelled, random: np.random.Generator) -> Labelled:
    analysis = one.song.analysis
    if analysis is None:
        return one
    places = random.normal((analysis.valence, analysis.arousal), JITTER).clip(-1, 1).tolist()
    moved = Analysis(
        analysis.version,
        analysis.embedding,
        analysis.genres,
        analysis.quadrants,
        *places,
        deviations=analysis.deviations,
    )
    return replace(one, song=replace(one.song, analysis=moved))


@dataclass(frozen=True)
class Evening:
    """The songs played, by true quadrant and by the mood's."""

    played: list[SongId]
    heard: Quadrants
    moods: Quadrants

    def blocks(self, allowed: Sequence[float]) -> NDArray[np.float64]:
        """[blocks]: the share of right songs in each ten, as a share of what was allowed."""
        right = (self.heard == self.moods).astype(np.float64)
        possible = np.array(allowed)[self.moods]
        shares: NDArray[np.float64] = right.reshape(-1, BLOCK).sum(axis=1) / possible.reshape(
            -1, BLOCK
        ).sum(axis=1)
        return shares

    def on_the_side(self) -> NDArray[np.float64]:
        """[blocks]: the share of songs on the mood's side of valence."""
        sides = np.array([centre[0] > 0 for centre in CENTRES])
        same: NDArray[np.float64] = (
            (sides[self.heard] == sides[self.moods]).reshape(-1, BLOCK).mean(axis=1)
        )
        return same

    def between(self) -> int:
        """The least number of songs from one play to the next one of the same song."""
        last: dict[SongId, int] = {}
        least = len(self.played)
        for number, song in enumerate(self.played):
            least = min(least, number - last.get(song, -len(self.played)))
            last[song] = number
        return least


class Listener:
    """A library with its history."""

    def __init__(self, library: Library, seed: int) -> None:
        self._library = library
        self._random = np.random.default_rng(seed)
        self._catalog = Catalog.of(library.songs)
        self._events = Events()
        self._artists: list[str] = []
        self._seed = seed
        self._now = START

    def remember(self, quadrant: int) -> None:
        """Play and like songs of the opposite mood in the days before."""
        opposite = OPPOSITE[quadrant]
        songs = [
            song for song in self._library.songs if self._library.quadrants[song.id] == opposite
        ]
        self._now = START - PLAYED_BEFORE * 10 * SONG_S
        for number in range(PLAYED_BEFORE):
            song = songs[int(self._random.integers(len(songs)))]
            kinds = [FeedbackKind.LIKE, FeedbackKind.PLAY]
            self._take(song, kinds[number >= LIKED_BEFORE :], CENTRES[opposite])
            self._now += 9 * SONG_S

    def listen(self, moods: Quadrants, read: Quadrants, weights: Weights) -> Evening:
        """Play what the queue picks, for moods of which `read` is what the face says."""
        played = [self._play(CENTRES[quadrant], weights) for quadrant in read]
        heard = [self._library.quadrants[song.id] for song in played]
        return Evening([song.id for song in played], np.array(heard), moods)

    def _play(self, place: tuple[float, float], weights: Weights) -> Song:
        request = RankRequest(
            *place,
            Strategy.MATCH,
            self._now,
            limit=1,
            seed=self._seed,
            recent_artists=tuple(self._artists),
        )
        self._seed += 1
        [pick] = rank(self._catalog, self._events, request, weights)
        self._artists = [*self._artists, pick.song.artist][-SPACING:]
        self._take(pick.song, [FeedbackKind.PLAY], place)
        return pick.song

    def _take(self, song: Song, kinds: Sequence[FeedbackKind], place: tuple[float, float]) -> None:
        self._now += SONG_S
        for kind in kinds:
            self._events.append(Feedback(kind, song.id, self._now, *place, 1.0))
        known = self._catalog.songs[self._catalog.row_of[song.id]]
        self._catalog.replace(replace(known, last_played_at=self._now, plays=known.plays + 1))


def evenings(
    clips: Sequence[Labelled], size: int, change: str, *, history: bool, weights: Weights
) -> list[tuple[Evening, list[float]]]:
    """An evening for each library and mood, each with what the network allows."""
    results = []
    for number, library in enumerate(libraries(clips, size)):
        for quadrant in range(len(CENTRES)):
            random = np.random.default_rng(100 * number + quadrant)
            listener = Listener(library, 1000 * number + quadrant)
            if history:
                listener.remember(quadrant)
            moods = _moods(quadrant, change, random)
            read = _read(moods, random) if change == "confusion" else moods
            results.append((listener.listen(moods, read, weights), library.allowed))
    return results


def _moods(quadrant: int, change: str, random: np.random.Generator) -> Quadrants:
    """[SONGS]: the mood's quadrant while each song plays."""
    moods = [quadrant]
    while len(moods) < SONGS:
        others = [mood for mood in range(len(CENTRES)) if mood != moods[-1]]
        is_change = change == "half hours" and len(moods) % SONGS_A_MOOD == 0
        moods.append(int(random.choice(others)) if is_change else moods[-1])
    return np.array(moods)


def _read(moods: Quadrants, random: np.random.Generator) -> Quadrants:
    return np.array([int(random.choice(len(CENTRES), p=CONFUSION[mood])) for mood in moods])


def figures(results: Sequence[tuple[Evening, list[float]]]) -> dict[str, object]:
    """The reported figures of some evenings."""
    blocks = np.array([evening.blocks(allowed) for evening, allowed in results])
    sides = np.array([evening.on_the_side() for evening, _ in results])
    groups = [str(number) for number in range(len(results))]
    return {
        "allowed": round(float(np.mean([allowed for _, allowed in results])), 3),
        "blocks": [interval(block, groups) for block in blocks.T],
        "valence": sides.mean(axis=0).round(2).tolist(),
        "between": min(evening.between() for evening, _ in results),
    }


def main() -> None:
    """Measure and print one line for each kind of evening."""
    parser = command_line(__doc__)
    parser.add_argument("--runs", type=Path, required=True, help="folder of the folds' networks")
    options = parser.parse_args()
    known = [one for one in load(options.data, options.home) if one.has_quadrant]
    clips = analysed_out_of_fold(known, options.runs)
    for size in SIZES:
        for change in ("holds", "half hours", "confusion"):
            for history in (False, True):
                kind = {"songs": size, "mood": change, "history": history}
                found = evenings(clips, size, change, history=history, weights=Weights())
                print(json.dumps(kind | figures(found)), flush=True)


if __name__ == "__main__":
    main()
