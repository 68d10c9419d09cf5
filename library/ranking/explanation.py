"""One song explained: where it stands, by which terms, and what would move it up."""

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

REST_S: Final = 7 * 86_400.0


@dataclass(frozen=True, slots=True)
class Move:
    """Something that would move a song up."""

    what: str
    """In words, such as "a like"."""
    place: int
    """Where it would then stand."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """All about one song's place."""

    song: Song
    standing: Standing
    queue_place: int | None
    """In the queue, where its artist is spaced and the way leads on; None where it isn't in it."""
    moves: list[Move]
    """The most helpful first; none where nothing of this kind would help."""


def explain(
    catalog: Catalog,
    events: Sequence[Feedback],
    request: RankRequest,
    weights: Weights,
    *,
    listeners: Floats | None,
    song_id: SongId,
) -> Explanation:
    """Explain the song's place for the next song, and in the queue that `request` asks for.

    Each move is tried: the songs are ranked anew as if it had happened. Raises `KeyError` for a
    song that can't be played.
    """
    row = catalog.row_of[song_id]

    def ranking(events: Sequence[Feedback], request: RankRequest) -> Ranking:
        return Ranking(catalog, events, request, weights, listeners)

    def standing(events: Sequence[Feedback], request: RankRequest) -> Standing:
        return ranking(events, request).standing(row)

    as_it_is = ranking(events, request)
    now, queue_place = as_it_is.standing(row), as_it_is.queue_place(row)
    like = Feedback(FeedbackKind.LIKE, song_id, request.now, request.valence, request.arousal)
    tried = [
        ("a week without it", standing(events, replace(request, now=request.now + REST_S))),
    ]
    if catalog.songs[row].rating <= 0:
        tried.append(("a like", standing([*events, like], request)))
    if catalog.analysed[row]:
        place = float(catalog.valence[row]), float(catalog.arousal[row])
        there = replace(
            request, valence=place[0], arousal=place[1], strategy=Strategy.MATCH, steps_done=0
        )
        tried.append((f"a mood that is {mood_word(*place)}", standing(events, there)))
    moves = [Move(what, then.place) for what, then in tried if then.place < now.place]
    moves.sort(key=lambda move: move.place)
    return Explanation(catalog.songs[row], now, queue_place, moves)
