"""The mood that the queue follows: late, and only what has lasted."""

import math
from typing import Final

from tui_player.mood.state import NEUTRAL, Mood

FAR: Final = 0.2
"""Distance on the valence-arousal plane that counts as a change under the same label."""


class Settling:
    """Lets a changed mood through after it has held for the dwell time."""

    def __init__(self, dwell_s: float) -> None:
        self._dwell_s = dwell_s
        self._since: float | None = None
        self._candidate = ""
        self.mood = NEUTRAL
        """What the queue follows."""

    def follow(self, mood: Mood, now: float) -> None:
        """See what the mood is now."""
        if not _differs(self.mood, mood):
            self._since = None
        elif self._since is None or mood.label != self._candidate:
            self._since, self._candidate = now, mood.label
        elif now - self._since >= self._dwell_s:
            self.accept(mood)

    def accept(self, mood: Mood) -> None:
        """Follow at once."""
        self.mood = mood
        self._since = None

    def shift(self, seconds: float) -> None:
        """The clock was set by `seconds`."""
        if self._since is not None:
            self._since += seconds


def _differs(old: Mood, new: Mood) -> bool:
    distance = math.hypot(old.valence - new.valence, old.arousal - new.arousal)
    return (old.label, old.source) != (new.label, new.source) or distance > FAR
