"""Explains one song: its place, its terms, and the changes that would move it up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from tui_player.library.catalog import Catalog, Floats
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.mood_words import mood_word
from tui_player.library.ranking.ranker import Ranking, Standing
from tui_player.library.ranking.request import RankRequest, Weights
from tui_player.library.ranking.strategy import Point, Strategy
from tui_player.library.song import Song, SongId
from tui_player.library.sound_kind import SoundKind

COOL_DOWN_S: Final = 7 * 86_400.0


@dataclass(frozen=True, slots=True)
class Move:
    """A change that would move a song up."""

    what: str
    """In words, such as "a like"."""
    place: int
    """The song's place after the change."""

    @property
    def text(self) -> str:
        """Such as "with a like, it would stand at place 2"."""
        return f"with {self.what}, it would stand at place {self.place}"


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one term gives to a song's score."""

    term: str
    """Name of the term."""
    value: float
    mean: float
    """The mean song's value."""
    weight: float

    @property
    def gives(self) -> float:
        """The term's part of the score."""
        return self.weight * self.value


@dataclass(frozen=True, slots=True)
class Explanation:
    """The explanation of one song's place."""

    song: Song
    standing: Standing
    queue_place: int | None
    """Place in the queue, after spacing and along the path; None if not in the queue."""
    mood: Point | None
    """Valence and arousal, half of them relative to the library; None if they are not known."""
    moves: list[Move]
    """The most helpful first; empty if none would help."""

    @property
    def place_text(self) -> str:
        """Such as "place 3 of 120 for the next song"."""
        standing = self.standing
        place = f"place {standing.place} of {standing.of}" if standing.may_come else "no place"
        return f"{place} for the next song"

    @property
    def mood_text(self) -> str:
        """Such as "calm among your songs (valence 0.45, arousal -0.55)"."""
        if self.song.kind is not SoundKind.MUSIC:
            return str(self.song.kind)
        if self.mood is None:
            return "not heard yet"
        valence, arousal = self.mood
        numbers = f"valence {valence:.2f}, arousal {arousal:.2f}"
        return f"{mood_word(valence, arousal)} among your songs ({numbers})"

    @property
    def contributions(self) -> list[Contribution]:
        """What each term gives, the largest first. They add up to the score."""
        means, weights = self.standing.means, self.standing.weights
        found = [
            Contribution(term, value, means[term], weights[term])
            for term, value in self.standing.terms.items()
        ]
        return sorted(found, key=lambda contribution: -contribution.gives)

    @property
    def score(self) -> float:
        """The sum of all contributions."""
        return sum(contribution.gives for contribution in self.contributions)


def reason_without_place(song: Song) -> str:
    """Why a song that can't be played has no place to explain."""
    return song.failure or "the file is not there"


def explain(
    catalog: Catalog,
    events: Sequence[Feedback],
    request: RankRequest,
    weights: Weights,
    *,
    collaborative: Floats | None,
    song_id: SongId,
) -> Explanation:
    """Explain the song's place for the next position, and in the queue of `request`.

    A song that the request excludes, because it plays or is queued by hand, is explained as if it
    might come. Each move is simulated by ranking the songs again. Raises `KeyError` for a song that
    can't be played.
    """
    row = catalog.row_of[song_id]
    own_files = {catalog.songs[file].id for file in (row, *catalog.other_files_of(row))}
    request = replace(request, exclude=request.exclude - own_files)

    def ranking(events: Sequence[Feedback], request: RankRequest) -> Ranking:
        return Ranking(catalog, events, request, weights, collaborative)

    def standing(events: Sequence[Feedback], request: RankRequest) -> Standing:
        return ranking(events, request).standing(row)

    as_it_is = ranking(events, request)
    now, queue_place = as_it_is.standing(row), as_it_is.queue_place(row)
    like = Feedback(FeedbackKind.LIKE, song_id, request.now, request.valence, request.arousal)
    tried = [
        ("a week without it", standing(events, replace(request, now=request.now + COOL_DOWN_S))),
    ]
    if catalog.songs[row].rating <= 0:
        tried.append(("a like", standing([*events, like], request)))
    mood = _mood(catalog, row)
    if mood is not None:
        there = replace(
            request, valence=mood[0], arousal=mood[1], strategy=Strategy.MATCH, minutes_done=0
        )
        tried.append((f"a mood that is {mood_word(*mood)}", standing(events, there)))
    moves = [Move(what, then.place) for what, then in tried if then.place < now.place]
    moves.sort(key=lambda move: move.place)
    return Explanation(catalog.songs[row], now, queue_place, mood, moves)


def _mood(catalog: Catalog, row: int) -> Point | None:
    if not catalog.analysed[row]:
        return None
    return float(catalog.places[0, row]), float(catalog.places[1, row])
