"""Whether the sound really reaches a device.

LibVLC 3 plays on as if nothing had happened when there is no sound device, or when it goes away:
the position moves and no event comes. What gives it away (tried with no card, a PulseAudio server
that ends, a sink that goes and an ALSA device that fails to write): either the buffers that are
lost are counted up and those that are played are not, or the audio output logs an error for every
buffer.
"""

from dataclasses import dataclass
from typing import Final

PATIENCE_S: Final = 2.0
"""Of failing sound: a device that is being changed takes a moment."""
RECOVERY_S: Final = 1.0
"""Without a failure, after which the sound counts as well again: errors come in bursts."""
STUCK_S: Final = 12.0
"""Of nothing moving at all: a sleeping disk or a network folder takes some seconds."""


@dataclass(frozen=True, slots=True)
class Counters:
    """What libVLC has counted since the file began."""

    decoded: int = 0
    """Pieces of audio that a decoder made sense of."""
    played: int = 0
    """Buffers given to the audio output."""
    lost: int = 0
    """Buffers that no audio output took."""
    errors: int = 0
    """Errors logged by the audio output."""


class Watchdog:
    """Looks at the counters several times a second while something should be heard."""

    def __init__(self, now: float) -> None:
        """Begin to watch at `now`, seconds."""
        self._last = Counters()
        self._moved_at = now
        self._failing_since: float | None = None
        self._failed_at = now

    def failing_for(self, counters: Counters, now: float) -> float:
        """Seconds since the sound began to fail, 0.0 while there is no reason to think so."""
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
