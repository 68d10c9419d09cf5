"""Listeners term: what others who like the same songs think of those that this one does not know.

`collaborative.py` computes it beforehand: it takes seconds in a large household.
"""

from typing import Final

from tui_player.library.ranking.terms.term import ALIKE, Term, Told

LISTENERS_WORD: Final = "liked by listeners like you"

OTHERS_WORD: Final = "liked by others here"
"""For a listener of whom nothing is known yet."""


def _word(told: Told) -> str:
    if told.value <= ALIKE:
        return ""
    return LISTENERS_WORD if told.knowledge.evidence.rows.size else OTHERS_WORD


LISTENERS: Final = Term(
    name="listeners",
    label="Like others",
    weight=0.05,
    measured="The best of four methods on Last.fm's listeners: nDCG@10 0.259 against 0.084 for "
    "what is popular (`python -m benchmarks.evaluation.taste`). Its weight is a guess.",
    compute=lambda knowledge: knowledge.listeners,
    say=_word,
)
