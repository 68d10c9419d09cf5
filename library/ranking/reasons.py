"""The reasons for a pick, in plain words, derived from its terms."""

from functools import partial
from typing import Final

import numpy as np

from tui_player.library.catalog import Mask
from tui_player.library.ranking.chosen import Chosen
from tui_player.library.ranking.likeness import Likeness
from tui_player.library.ranking.terms.registry import TERMS
from tui_player.library.ranking.terms.term import Knowledge, Told

MOST_REASONS: Final = 3

LEAST_SHARE: Final = 0.05
"""Least gain of a reason, as a share of the largest gain."""

NEAREST: Final = "the nearest there is"
"""The text for a song without any reason."""

ONLY_DISLIKED: Final = "you disliked this · nothing else is left"


class Reasons:
    """The reasons for the songs of one queue; songs are given by queue index."""

    def __init__(self, knowledge: Knowledge, chosen: Chosen, disliked: Mask) -> None:
        """`disliked` [N] is True for all files of disliked recordings."""
        self._knowledge = knowledge
        self._disliked = disliked
        self._chosen = chosen
        self._rows: list[int] = chosen.rows.tolist()
        self._telling = _telling(chosen)
        self._likeness = Likeness(knowledge, chosen.rows)

    def of(self, number: int, nothing: str = NEAREST, disliked: str = ONLY_DISLIKED) -> str:
        """Up to three reasons on one line, largest gain first, joined by " · ".

        The text is `disliked` for a disliked recording, and `nothing` if there is no reason.
        """
        row = self._rows[number]
        if self._disliked[row]:
            return disliked
        words = (self._word(name, number) for name in self._telling[number])
        reasons = list(dict.fromkeys(word for word in words if word))[:MOST_REASONS]
        if not self._knowledge.catalog.analysed[row]:
            reasons = [*reasons[: MOST_REASONS - 1], "not analysed yet"]
        return " · ".join(reasons or [nothing])

    def _word(self, name: str, number: int) -> str:
        """The reason that a term gives; empty if it gives none."""
        chosen = self._chosen
        told = Told(
            self._knowledge,
            row=self._rows[number],
            value=float(chosen.terms[chosen.names.index(name), number]),
            target=chosen.targets[number],
            like_word=partial(self._likeness.word, number),
        )
        return TERMS[name].say(told)


def _telling(chosen: Chosen) -> list[list[str]]:
    """[M]; the terms that are reasons for each song, largest gain first."""
    above = chosen.terms - chosen.means
    gains = chosen.weights[:, None] * above
    least = np.array([[TERMS[name].told_from] for name in chosen.names])
    tells = (above > least) & (gains > LEAST_SHARE * gains.max(axis=0))
    order = np.argsort(-gains, axis=0, kind="stable").T.tolist()
    told = tells.T.tolist()
    return [
        [chosen.names[term] for term in terms if tell[term]]
        for terms, tell in zip(order, told, strict=True)
    ]
