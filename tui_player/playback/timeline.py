"""Where in the file the sound is, between libVLC's reports."""

import time
from collections.abc import Callable
from typing import Final

from tui_player.library.song import DurationMs

LONGEST_GUESS_S: Final = 1.5
"""How far the position runs on without a report; libVLC's own steps are 0.3 to 1 s."""
SETTLING_S: Final = 1.0
"""How long after a jump reports from before it can still arrive."""
NEAR_MS: Final = 1000
"""A report this close to the guess belongs to the same run of the file."""
MISJUDGED_MS: Final = 2000
"""A report this far behind the guess says that the guess was wrong: better a step back."""


class Timeline:
    """A position that moves smoothly, never backwards but for a jump, never past the end.

    Not thread-safe: its owner holds a lock.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds that only grow."""
        self._clock = clock
        self.start(DurationMs(0))

    def start(self, position_ms: DurationMs) -> None:
        """A new file that will begin here; it stands still until `run`."""
        self.length_ms: DurationMs | None = None
        """Length of the file, None until it is known."""
        self._running = False
        self._settled_at = 0.0
        self._set_anchor(position_ms)
        self._floor_ms = position_ms

    def run(self) -> None:
        """Sound comes out from now on."""
        if not self._running:
            self._set_anchor(self.position_ms)
            self._running = True

    def hold(self) -> None:
        """Stand still here."""
        self._set_anchor(self.position_ms)
        self._running = False

    def jump(self, position_ms: DurationMs) -> None:
        """Go on from here; what libVLC reports of the time before is not believed."""
        longest = position_ms if self.length_ms is None else self.length_ms
        self._floor_ms = DurationMs(max(0, min(position_ms, longest)))
        self._set_anchor(self._floor_ms)
        self._settled_at = self._clock() + SETTLING_S

    def report(self, position_ms: DurationMs) -> None:
        """LibVLC says where it is."""
        if not self._running:
            return
        shown_ms = self.position_ms
        if self._clock() < self._settled_at and abs(position_ms - shown_ms) > NEAR_MS:
            return
        if position_ms < shown_ms - MISJUDGED_MS:
            self._floor_ms = position_ms
        self._set_anchor(position_ms)

    @property
    def position_ms(self) -> DurationMs:
        """The best guess for now."""
        guess_ms = self._anchor_ms
        if self._running:
            elapsed_s = min(self._clock() - self._anchor_at, LONGEST_GUESS_S)
            guess_ms = DurationMs(guess_ms + round(elapsed_s * 1000))
        self._floor_ms = max(self._floor_ms, guess_ms)
        if self.length_ms is not None:
            self._floor_ms = min(self._floor_ms, self.length_ms)
        return self._floor_ms

    def _set_anchor(self, position_ms: DurationMs) -> None:
        self._anchor_ms = position_ms
        self._anchor_at = self._clock()
