"""Debounces mood changes by the dwell time."""

import math
from typing import Final

from tui_player.mood.state import NEUTRAL, Mood

FAR: Final = 0.2
"""Distance on the valence-arousal plane that counts as a change even with the same label."""


class Debounce:
    """Accepts a changed mood after it has lasted for `dwell_s` seconds."""

    def __init__(self, dwell_s: float) -> None:
        self._dwell_s = dwell_s
        self._since: float | None = None
        self._candidate = ""
        self.mood = NEUTRAL
        """The settled mood, which the queue follows."""

    def follow(self, mood: Mood, now: float) -> None:
        """Take the current mood at the time `now`, seconds."""
        if not _differs(self.mood, mood):
            self._since = None
        elif self._since is None or mood.label != self._candidate:
            self._since, self._candidate = now, mood.label
        elif now - self._since >= self._dwell_s:
            self.accept(mood)

    def accept(self, mood: Mood) -> None:
        """Accept `mood` without waiting."""
        self.mood = mood
        self._since = None

    def shift(self, seconds: float) -> None:
        """Adjust stored times after the clock was changed by `seconds`."""
        if self._since is not None:
            self._since += seconds


def _differs(old: Mood, new: Mood) -> bool:
    distance = math.hypot(old.valence - new.valence, old.arousal - new.arousal)
    return (old.label, old.source) != (new.label, new.source) or distance > FAR
