"""The reasons for a pick, in plain words, derived from its terms."""

from functools import partial
from typing import Final

import numpy as np

from tui_player.library.catalog import Mask
from tui_player.library.ranking.nearest_liked import NearestLiked
from tui_player.library.ranking.pick_terms import PickTerms
from tui_player.library.ranking.terms.registry import TERMS
from tui_player.library.ranking.terms.term import ReasonContext, TermInputs

MOST_REASONS: Final = 3

LEAST_SHARE: Final = 0.05
"""Least gain of a reason, as a share of the largest gain."""

NEAREST: Final = "the nearest there is"
"""The text for a song without any reason."""

ONLY_DISLIKED: Final = "you disliked this · nothing else is left"


class Reasons:
    """The reasons for the songs of one queue; songs are given by queue index."""

    def __init__(self, inputs: TermInputs, picked: PickTerms, disliked: Mask) -> None:
        """`disliked` [N] is True for all files of disliked recordings."""
        self._inputs = inputs
        self._disliked = disliked
        self._picked = picked
        self._rows: list[int] = picked.rows.tolist()
        self._reason_terms = _reason_terms(picked)
        self._nearest_liked = NearestLiked(inputs, picked.rows)

    def of(self, number: int, nothing: str = NEAREST, disliked: str = ONLY_DISLIKED) -> str:
        """Up to three reasons on one line, largest gain first, joined by " · ".

        The text is `disliked` for a disliked recording, and `nothing` if there is no reason.
        """
        row = self._rows[number]
        if self._disliked[row]:
            return disliked
        words = (self._reason(name, number) for name in self._reason_terms[number])
        reasons = list(dict.fromkeys(word for word in words if word))[:MOST_REASONS]
        if not self._inputs.catalog.analysed[row]:
            reasons = [*reasons[: MOST_REASONS - 1], "not analysed yet"]
        return " · ".join(reasons or [nothing])

    def _reason(self, name: str, number: int) -> str:
        """The reason that a term gives; empty if it gives none."""
        picked = self._picked
        context = ReasonContext(
            self._inputs,
            row=self._rows[number],
            value=float(picked.terms[picked.names.index(name), number]),
            target=picked.targets[number],
            nearest_liked_text=partial(self._nearest_liked.text, number),
        )
        return TERMS[name].reason(context)


def _reason_terms(picked: PickTerms) -> list[list[str]]:
    """[M]; the terms that are reasons for each song, largest gain first."""
    above = picked.terms - picked.means
    gains = picked.weights[:, None] * above
    least = np.array([[TERMS[name].reason_threshold] for name in picked.names])
    are_reasons = (above > least) & (gains > LEAST_SHARE * gains.max(axis=0))
    order = np.argsort(-gains, axis=0, kind="stable")
    return [
        [picked.names[term] for term in terms if is_reason[term]]
        for terms, is_reason in zip(order.T.tolist(), are_reasons.T.tolist(), strict=True)
    ]
