"""Debounces mood changes by the dwell time."""

import math
from dataclasses import dataclass
from typing import Final

from tui_player.mood.state import NEUTRAL, Mood

FAR: Final = 0.2
"""Distance on the valence-arousal plane that counts as a change even with the same label."""


@dataclass(frozen=True, slots=True)
class PendingChange:
    """A changed mood that the queue does not follow yet."""

    label: str
    """Label of the changed mood. It is the settled one if only the place changed."""
    lasted_s: float
    """Time for which it has lasted, seconds."""
    remaining_s: float
    """Time after which the queue follows if it lasts, seconds."""


class Debounce:
    """Accepts a changed mood after it has lasted for `dwell_s` seconds."""

    def __init__(self, dwell_s: float) -> None:
        self._dwell_s = dwell_s
        self._since: float | None = None
        self._candidate = NEUTRAL
        self.mood = NEUTRAL
        """The settled mood, which the queue follows."""

    def pending(self, now: float) -> PendingChange | None:
        """The change that is awaited at the time `now`, seconds; None if there is none."""
        candidate = self._candidate
        is_other = candidate.label != self.mood.label or _is_far(self.mood, candidate)
        if self._since is None or not is_other:
            return None
        lasted_s = max(0.0, now - self._since)
        return PendingChange(candidate.label, lasted_s, max(0.0, self._dwell_s - lasted_s))

    def follow(self, mood: Mood, now: float) -> None:
        """Take the current mood at the time `now`, seconds. A mood without a label is no change."""
        if not mood.label or not _differs(self.mood, mood):
            self._since = None
        elif self._since is None or mood.label != self._candidate.label:
            self._since = now
        elif now - self._since >= self._dwell_s:
            self.accept(mood)
        self._candidate = mood

    def accept(self, mood: Mood) -> None:
        """Accept `mood` without waiting."""
        self.mood = mood
        self._since = None

    def shift(self, seconds: float) -> None:
        """Adjust stored times after the clock was changed by `seconds`."""
        if self._since is not None:
            self._since += seconds


def _differs(old: Mood, new: Mood) -> bool:
    return (old.label, old.source) != (new.label, new.source) or _is_far(old, new)


def _is_far(old: Mood, new: Mood) -> bool:
    return math.hypot(old.valence - new.valence, old.arousal - new.arousal) > FAR
