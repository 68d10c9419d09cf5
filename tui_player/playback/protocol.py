"""Interface of a player: its states, events and methods."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from tui_player.library.song import DurationMs


class PlaybackState(StrEnum):
    """State of the player."""

    STOPPED = "stopped"
    PLAYING = "playing"
    PAUSED = "paused"


class PlaybackEventKind(StrEnum):
    """Kinds of events."""

    STARTED = "started"
    ENDED = "ended"
    FAILED = "failed"
    """The file is missing, is damaged or gave no sound."""
    DEVICE_LOST = "device lost"
    """The sound device was lost; playback is paused at its position."""


@dataclass(frozen=True, slots=True)
class PlaybackEvent:
    """One event. `ticket` is the number that `play` returned; it shows which events are late."""

    kind: PlaybackEventKind
    ticket: int
    reason: str = ""


PlaybackCallback = Callable[[PlaybackEvent], None]
"""Called on the player's thread; must return at once."""


class Player(Protocol):
    """Plays one file at a time. No call waits for the disk or the sound card."""

    def subscribe(self, callback: PlaybackCallback) -> None:
        """Call `callback` for every event from now on."""

    def play(self, path: str, *, gain_db: float = 0.0, start_ms: DurationMs = DurationMs(0)) -> int:
        """Play `path` instead of the current file; returns the ticket of its events."""

    def pause(self) -> None:
        """Pause; does nothing if nothing plays."""

    def resume(self) -> None:
        """Resume after a pause."""

    def stop(self) -> None:
        """Stop; no event follows."""

    def seek(self, position_ms: DurationMs) -> None:
        """Move to this position of the current file, clamped to its length."""

    def set_volume(self, percent: int) -> None:
        """Set the volume, 0..130 percent of the file's loudness."""

    def set_mute(self, muted: bool) -> None:
        """Turn mute on or off; the volume is kept."""

    @property
    def state(self) -> PlaybackState:
        """Current state."""

    @property
    def position_ms(self) -> DurationMs:
        """Position in the current file, interpolated between libVLC's reports."""

    @property
    def duration_ms(self) -> DurationMs | None:
        """Length of the current file; None until it is known."""

    def close(self) -> None:
        """Stop and free all resources."""
