"""Explains one song: its place, its terms, and the changes that would move it up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from tui_player.library.catalog import Catalog, Floats
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.mood_words import mood_word
from tui_player.library.ranking.ranker import Ranking, Standing
from tui_player.library.ranking.request import RankRequest, Weights
from tui_player.library.ranking.strategy import Strategy
from tui_player.library.song import Song, SongId

COOL_DOWN_S: Final = 7 * 86_400.0


@dataclass(frozen=True, slots=True)
class Move:
    """A change that would move a song up."""

    what: str
    """In words, such as "a like"."""
    place: int
    """The song's place after the change."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The explanation of one song's place."""

    song: Song
    standing: Standing
    queue_place: int | None
    """Place in the queue, after spacing and along the path; None if not in the queue."""
    moves: list[Move]
    """The most helpful first; empty if none would help."""


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

    Each move is simulated by ranking the songs again. Raises `KeyError` for a song that can't be
    played.
    """
    row = catalog.row_of[song_id]

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
    if catalog.analysed[row]:
        place = float(catalog.places[0, row]), float(catalog.places[1, row])
        there = replace(
            request, valence=place[0], arousal=place[1], strategy=Strategy.MATCH, steps_done=0
        )
        tried.append((f"a mood that is {mood_word(*place)}", standing(events, there)))
    moves = [Move(what, then.place) for what, then in tried if then.place < now.place]
    moves.sort(key=lambda move: move.place)
    return Explanation(catalog.songs[row], now, queue_place, moves)
