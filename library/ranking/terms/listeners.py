"""Listeners term: collaborative filtering across the listeners of a household.

`collaborative.py` computes it in advance: this takes seconds for many listeners.
"""

from typing import Final

from tui_player.library.ranking.terms.term import ALIKE, Term, Told

LISTENERS_WORD: Final = "liked by listeners like you"

OTHERS_WORD: Final = "liked by others here"
"""The reason for a listener without events."""


def _word(told: Told) -> str:
    if told.value <= ALIKE:
        return ""
    return LISTENERS_WORD if told.knowledge.event_weights.rows.size else OTHERS_WORD


LISTENERS: Final = Term(
    name="listeners",
    label="Like others",
    weight=0.05,
    measured="The best of four methods on Last.fm's listeners: nDCG@10 0.259 against 0.084 for "
    "popularity (`python -m benchmarks.evaluation.taste`). Its weight is a guess.",
    compute=lambda knowledge: knowledge.listeners,
    say=_word,
)
