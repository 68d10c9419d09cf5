"""Watchdog that detects a lost sound device.

libVLC 3 sends no event if the sound device is missing or goes away, and its position moves on. But
its counters show the failure: either it counts lost buffers and no played ones, or the audio output
logs an error for every buffer. This was tried without a card, with a PulseAudio server that ends,
with a sink that goes away and with an ALSA device that fails to write.
"""

from dataclasses import dataclass
from typing import Final

PATIENCE_S: Final = 2.0
"""Time of failing sound until the device counts as lost, seconds; a change of device takes less."""
RECOVERY_S: Final = 1.0
"""Time without a failure until the sound counts as restored, seconds; errors come in bursts."""
STUCK_S: Final = 12.0
"""Time without progress until the device counts as lost, seconds; a disk can take some to wake."""


@dataclass(frozen=True, slots=True)
class Counters:
    """libVLC's counters since the start of the file."""

    decoded: int = 0
    """Blocks of audio that were decoded."""
    played: int = 0
    """Buffers given to the audio output."""
    lost: int = 0
    """Buffers that no audio output took."""
    errors: int = 0
    """Errors logged by the audio output."""


class Watchdog:
    """Checks the counters several times a second while a file should be heard."""

    def __init__(self, now: float) -> None:
        """Start watching at the time `now`, seconds."""
        self._last = Counters()
        self._moved_at = now
        self._failing_since: float | None = None
        self._failed_at = now

    def failing_for(self, counters: Counters, now: float) -> float:
        """Seconds since the sound began to fail; 0.0 if the device does not count as lost."""
        last, self._last = self._last, counters
        played, lost = counters.played > last.played, counters.lost > last.lost
        if counters.errors > last.errors or (lost and not played):
            self._failed_at = now
            self._failing_since = now if self._failing_since is None else self._failing_since
        elif played and now - self._failed_at > RECOVERY_S:
            self._failing_since = None
        if played or lost:
            self._moved_at = now
        if self._failing_since is not None and self._failed_at - self._failing_since >= PATIENCE_S:
            return now - self._failing_since
        return now - self._moved_at if now - self._moved_at >= STUCK_S else 0.0
