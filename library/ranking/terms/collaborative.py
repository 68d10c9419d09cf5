"""Collaborative filtering term: songs liked by the other listeners of a household.

`collaborative_filtering.py` computes it in advance: this takes seconds for many listeners.
"""

from typing import Final

from tui_player.library.ranking.terms.term import ALIKE, ReasonContext, Term

SIMILAR_LISTENERS_REASON: Final = "liked by listeners like you"

OTHERS_REASON: Final = "liked by others here"
"""The reason for a listener without events."""


def _reason(context: ReasonContext) -> str:
    if context.value <= ALIKE:
        return ""
    return SIMILAR_LISTENERS_REASON if context.inputs.event_weights.rows.size else OTHERS_REASON


COLLABORATIVE: Final = Term(
    name="listeners",
    label="Like others",
    weight=0.05,
    measured="The best of four methods on Last.fm's listeners: nDCG@10 0.259 against 0.084 for "
    "popularity (`python -m benchmarks.evaluation.taste`). Its weight is a guess.",
    compute=lambda inputs: inputs.collaborative,
    reason=_reason,
)
