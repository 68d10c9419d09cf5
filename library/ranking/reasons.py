"""The reasons for the picks of a queue, in plain words that tell its songs apart.

A reason begins with the song's mood. True statements about the listener follow: what they liked,
played or have not heard for long. Facts about the song fill the rest.
"""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Final

import numpy as np

from tui_player.library.catalog import Mask
from tui_player.library.mood_words import mood_word
from tui_player.library.ranking.facts import facts_of
from tui_player.library.ranking.nearest_liked import NearestLiked
from tui_player.library.ranking.pick_terms import PickTerms
from tui_player.library.ranking.pool import Stage
from tui_player.library.ranking.terms.mood import MOOD
from tui_player.library.ranking.terms.registry import TERMS
from tui_player.library.ranking.terms.term import ReasonContext, TermInputs

MOST_PARTS: Final = 3
"""Most parts of a reason, such as "calm · you liked this · 72 bpm"."""

MOST_ALIKE: Final = 4
"""Most songs of one queue with the same part after the mood."""

LEAST_SHARE: Final = 0.05
"""Least gain of a reason, as a share of the largest gain."""

NEAREST: Final = "the nearest there is"
"""The text for a song without any reason."""

UNHEARD: Final = "not analysed yet"
"""Stands in the place of the mood."""

ONLY_DISLIKED: Final = "you disliked this · nothing else is left"

JOINT: Final = " · "


class Reasons:
    """The reasons for the songs of one queue; songs are given by queue index."""

    def __init__(
        self, inputs: TermInputs, picked: PickTerms, disliked: Mask, stages: Sequence[Stage]
    ) -> None:
        """`disliked` [N] is True for all files of disliked recordings; `stages` has one a song."""
        self._inputs = inputs
        self._disliked = disliked
        self._picked = picked
        self._stages = stages
        self._rows: list[int] = picked.rows.tolist()
        self._reason_terms = _reason_terms(picked)
        self._nearest_liked = NearestLiked(inputs, picked.rows)

    def texts(self, nothing: str = NEAREST, disliked: str = ONLY_DISLIKED) -> list[str]:
        """One line for each song, its parts joined by " · ".

        The text is `disliked` for a disliked recording, and `nothing` if there is no reason.
        """
        numbers = range(len(self._rows))
        facts = [self._facts(number) for number in numbers]
        common = Counter(fact for some in facts for fact in some)
        used: Counter[str] = Counter()
        texts: list[str] = []
        for number in numbers:
            if self._disliked[self._rows[number]]:
                texts.append(disliked)
                continue
            parts = self._parts(number, facts[number], common, used)
            used.update(parts)
            texts.append(
                JOINT.join(part for part in (*self._lead(number), *parts) if part) or nothing
            )
        return texts

    def _parts(
        self, number: int, facts: list[str], common: Counter[str], used: Counter[str]
    ) -> list[str]:
        """The parts after the mood: statements, then the rarest facts."""
        room = MOST_PARTS - 1
        statements = dict.fromkeys(
            self._reason(name, number) for name in self._reason_terms[number] if name != MOOD.name
        )
        told = [text for text in statements if text and used[text] < MOST_ALIKE][:room]
        rare = sorted(facts, key=lambda fact: common[fact] > MOST_ALIKE)
        fresh = [fact for fact in rare if used[fact] < MOST_ALIKE]
        return [*told[: room - bool(fresh)], *fresh][:room]

    def _lead(self, number: int) -> list[str]:
        """The mood, and why a song of another mood or a song just heard comes."""
        mood = self._reason(MOOD.name, number)
        if not self._inputs.catalog.analysed[self._rows[number]]:
            mood = UNHEARD
        stage = self._stages[number]
        wanted = mood_word(*self._picked.targets[number])
        by_mood = self._inputs.request.sound is None
        if stage is Stage.NEAREST and by_mood and mood and not mood.startswith(wanted):
            return [mood, f"the nearest to {wanted} that has rested"]
        if stage is Stage.RESTS:
            return [mood, "heard lately: no other is left"]
        return [mood]

    def _facts(self, number: int) -> list[str]:
        return facts_of(self._inputs.catalog.songs[self._rows[number]], self._inputs.request.now)

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
