"""Interpolates the playback position between libVLC's reports."""

import time
from collections.abc import Callable
from typing import Final

from tui_player.library.song import DurationMs

LONGEST_INTERPOLATION_S: Final = 1.5
"""Longest time to interpolate without a report, seconds; libVLC reports every 0.3 to 1 s."""
STALE_REPORTS_S: Final = 1.0
"""Time after a jump in which older reports can still arrive, seconds."""
TOLERANCE_MS: Final = 1000
"""In that time only reports this close to the estimate are accepted."""
CORRECTED_FROM_MS: Final = 2000
"""A report this far behind the estimate moves the position back."""


class Timeline:
    """A position that moves smoothly, and backwards only at a jump. It never passes the end.

    It is not thread-safe: its owner holds a lock.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives monotonic seconds."""
        self._clock = clock
        self.start(DurationMs(0))

    def start(self, position_ms: DurationMs) -> None:
        """Begin a new file at `position_ms`; the position does not move until `run`."""
        self.length_ms: DurationMs | None = None
        """Length of the file; None until it is known."""
        self._running = False
        self._stale_until = 0.0
        self._set_anchor(position_ms)
        self._floor_ms = position_ms

    def run(self) -> None:
        """Let the position move from now on."""
        if not self._running:
            self._set_anchor(self.position_ms)
            self._running = True

    def hold(self) -> None:
        """Stop the position where it is."""
        self._set_anchor(self.position_ms)
        self._running = False

    def jump(self, position_ms: DurationMs) -> None:
        """Continue from `position_ms`; late reports from before the jump are ignored."""
        longest = position_ms if self.length_ms is None else self.length_ms
        self._floor_ms = DurationMs(max(0, min(position_ms, longest)))
        self._set_anchor(self._floor_ms)
        self._stale_until = self._clock() + STALE_REPORTS_S

    def report(self, position_ms: DurationMs) -> None:
        """Take a position that libVLC reports."""
        if not self._running:
            return
        shown_ms = self.position_ms
        if self._clock() < self._stale_until and abs(position_ms - shown_ms) > TOLERANCE_MS:
            return
        if position_ms < shown_ms - CORRECTED_FROM_MS:
            self._floor_ms = position_ms
        self._set_anchor(position_ms)

    @property
    def position_ms(self) -> DurationMs:
        """Estimate of the current position."""
        estimate_ms = self._anchor_ms
        if self._running:
            elapsed_s = min(self._clock() - self._anchor_at, LONGEST_INTERPOLATION_S)
            estimate_ms = DurationMs(estimate_ms + round(elapsed_s * 1000))
        self._floor_ms = max(self._floor_ms, estimate_ms)
        if self.length_ms is not None:
            self._floor_ms = min(self._floor_ms, self.length_ms)
        return self._floor_ms

    def _set_anchor(self, position_ms: DurationMs) -> None:
        self._anchor_ms = position_ms
        self._anchor_at = self._clock()
