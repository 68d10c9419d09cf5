"""Taste term: the listener's predicted liking in this mood (`taste_regression.py`)."""

from typing import TYPE_CHECKING, Final

from tui_player.library.ranking.terms.term import Knowledge, Term, Told

if TYPE_CHECKING:
    from tui_player.library.catalog import Floats


def taste(knowledge: Knowledge) -> "Floats":
    """[N] in [0, 1]; 0.5 if nothing is known, 0 for a disliked song."""
    from tui_player.library.ranking.terms.taste_regression import learnt_taste

    return knowledge.once(learnt_taste).term


def _word(told: Told) -> str:
    event_weights, song = told.knowledge.event_weights, told.song
    if event_weights.ratings[told.row] > 0:
        return "you liked this"
    if song.plays > song.skips and event_weights.weights[event_weights.rows == told.row].sum() > 0:
        return "you heard this to its end"
    return told.like_word()


TASTE: Final = Term(
    name="taste",
    label="Taste",
    weight=0.40,
    measured="Without it 0.36.",
    compute=taste,
    say=_word,
)
