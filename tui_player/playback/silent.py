"""A player for tests: behaves like `VlcPlayer`, without sound, on a clock set by the test."""

from collections.abc import Mapping

from tui_player.library.song import DurationMs
from tui_player.playback.protocol import (
    PlaybackCallback,
    PlaybackEvent,
    PlaybackEventKind,
    PlaybackState,
)


class SilentPlayer:
    """A `Player` without threads. Only `advance` and `lose_device` send events."""

    def __init__(
        self, lengths_ms: Mapping[str, DurationMs], other_length_ms: DurationMs | None = None
    ) -> None:
        """`lengths_ms` holds the existing files; a file of length 0 is damaged.

        All other files are `other_length_ms` long, or missing if that is None.
        """
        self._lengths_ms = lengths_ms
        self._other_length_ms = other_length_ms
        self._callbacks: list[PlaybackCallback] = []
        self._last_ticket = 0
        self._ticket = 0
        self._path = ""
        self._state = PlaybackState.STOPPED
        self._position_ms = DurationMs(0)
        self._duration_ms: DurationMs | None = None
        self.gain_db = 0.0
        """Gain of the last `play`."""
        self.volume_percent = 100
        self.muted = False

    def advance(self, duration_ms: int) -> None:
        """Let time pass and send the events in it; 0 is enough for a file to start or fail."""
        left_ms = duration_ms
        while self._state is PlaybackState.PLAYING:
            if self._duration_ms is None:
                self._begin()
                continue
            step_ms = min(left_ms, self._duration_ms - self._position_ms)
            self._position_ms = DurationMs(self._position_ms + step_ms)
            left_ms -= step_ms
            if self._position_ms < self._duration_ms:
                return
            self._state = PlaybackState.STOPPED
            self._notify(PlaybackEventKind.ENDED)

    def lose_device(self) -> None:
        """Simulate a lost sound device."""
        if self._state is PlaybackState.PLAYING:
            self._state = PlaybackState.PAUSED
            self._notify(PlaybackEventKind.DEVICE_LOST, "the sound device does not take the sound")

    def subscribe(self, callback: PlaybackCallback) -> None:
        """See `Player.subscribe`."""
        self._callbacks.append(callback)

    def play(self, path: str, *, gain_db: float = 0.0, start_ms: DurationMs = DurationMs(0)) -> int:
        """See `Player.play`."""
        self._last_ticket += 1
        self._ticket = self._last_ticket
        self._path = path
        self._state = PlaybackState.PLAYING
        self._position_ms = max(start_ms, DurationMs(0))
        self._duration_ms = None
        self.gain_db = gain_db
        return self._ticket

    def pause(self) -> None:
        """See `Player.pause`."""
        if self._state is PlaybackState.PLAYING:
            self._state = PlaybackState.PAUSED

    def resume(self) -> None:
        """See `Player.resume`."""
        if self._state is PlaybackState.PAUSED:
            self._state = PlaybackState.PLAYING

    def stop(self) -> None:
        """See `Player.stop`."""
        self._ticket = 0
        self._state = PlaybackState.STOPPED
        self._position_ms = DurationMs(0)
        self._duration_ms = None

    def seek(self, position_ms: DurationMs) -> None:
        """See `Player.seek`."""
        if self._state is not PlaybackState.STOPPED:
            longest = position_ms if self._duration_ms is None else self._duration_ms
            self._position_ms = DurationMs(max(0, min(position_ms, longest)))

    def set_volume(self, percent: int) -> None:
        """See `Player.set_volume`."""
        self.volume_percent = max(0, min(percent, 130))

    def set_mute(self, muted: bool) -> None:
        """See `Player.set_mute`."""
        self.muted = muted

    @property
    def state(self) -> PlaybackState:
        """See `Player.state`."""
        return self._state

    @property
    def position_ms(self) -> DurationMs:
        """See `Player.position_ms`."""
        return self._position_ms

    @property
    def duration_ms(self) -> DurationMs | None:
        """See `Player.duration_ms`."""
        return self._duration_ms

    def close(self) -> None:
        """See `Player.close`."""
        self.stop()

    def _begin(self) -> None:
        """Send `STARTED` or `FAILED` for the current file."""
        length_ms = self._lengths_ms.get(self._path, self._other_length_ms)
        if not length_ms:
            self._state = PlaybackState.STOPPED
            self._position_ms = DurationMs(0)
            reason = "the file is not there" if length_ms is None else "it is not music"
            self._notify(PlaybackEventKind.FAILED, reason)
            return
        self._duration_ms = length_ms
        self._position_ms = min(self._position_ms, length_ms)
        self._notify(PlaybackEventKind.STARTED)

    def _notify(self, kind: PlaybackEventKind, reason: str = "") -> None:
        event = PlaybackEvent(kind, self._ticket, reason)
        for callback in list(self._callbacks):
            callback(event)
