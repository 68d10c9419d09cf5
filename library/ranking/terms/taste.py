"""Taste term: the listener's predicted liking in this mood (`taste_regression.py`)."""

from typing import TYPE_CHECKING, Final

from tui_player.library.ranking.terms.term import ReasonContext, Term, TermInputs

if TYPE_CHECKING:
    from tui_player.library.catalog import Floats


def taste(inputs: TermInputs) -> "Floats":
    """[N] in [0, 1]; 0.5 if nothing is known, 0 for a disliked song."""
    from tui_player.library.ranking.terms.taste_regression import learnt_taste

    return inputs.cached(learnt_taste).term


def _reason(context: ReasonContext) -> str:
    event_weights, song = context.inputs.event_weights, context.song
    if event_weights.ratings[context.row] > 0:
        return "you liked this"
    if (
        song.plays > song.skips
        and event_weights.weights[event_weights.rows == context.row].sum() > 0
    ):
        return "you played this to its end"
    return context.nearest_liked_text()


TASTE: Final = Term(
    name="taste",
    label="Taste",
    weight=0.40,
    measured="Without it 0.35.",
    compute=taste,
    reason=_reason,
)
