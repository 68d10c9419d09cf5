"""Collaborative filtering term: songs liked by the other listeners of a household.

`collaborative_filtering.py` computes it in advance: this takes seconds for many listeners.
"""

from typing import Final

from tui_player.library.ranking.terms.term import ALIKE, ReasonContext, Term

OTHERS_REASON: Final = "others here play music like it"
"""The reason: a prediction from plays and likes, so it claims no more than plays."""


def _reason(context: ReasonContext) -> str:
    return OTHERS_REASON if context.value > ALIKE else ""


COLLABORATIVE: Final = Term(
    name="listeners",
    label="Like others",
    weight=0.05,
    measured="The best of four methods on Last.fm's listeners: nDCG@10 0.259 against 0.084 for "
    "popularity (`python -m benchmarks.evaluation.taste`). Its weight is a guess.",
    compute=lambda inputs: inputs.collaborative,
    reason=_reason,
)
