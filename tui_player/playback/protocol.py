"""What a player is and what it tells: the types that the rest of the program knows."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from tui_player.library.song import DurationMs


class PlaybackState(StrEnum):
    """What is heard now."""

    STOPPED = "stopped"
    PLAYING = "playing"
    PAUSED = "paused"


class PlaybackEventKind(StrEnum):
    """What the player tells of its own accord."""

    STARTED = "started"
    ENDED = "ended"
    FAILED = "failed"
    """The file is missing or broken, or gave no sound."""
    DEVICE_LOST = "device lost"
    """The sound device went away; playback is paused where it was."""


@dataclass(frozen=True, slots=True)
class PlaybackEvent:
    """One such thing. `ticket` is what `play` returned, so that late events can be told apart."""

    kind: PlaybackEventKind
    ticket: int
    reason: str = ""


PlaybackListener = Callable[[PlaybackEvent], None]
"""Called from a thread of the player's own; must return at once."""


class Player(Protocol):
    """Something that plays one file at a time. No call blocks on disk or sound card."""

    def listen(self, listener: PlaybackListener) -> None:
        """Tell `listener` of every event from now on."""

    def play(self, path: str, *, gain_db: float = 0.0, start_ms: DurationMs = DurationMs(0)) -> int:
        """Start `path`, in place of what plays now; returns the ticket of its events."""

    def pause(self) -> None:
        """Hold; nothing happens where nothing plays."""

    def resume(self) -> None:
        """Go on after a pause."""

    def stop(self) -> None:
        """Be silent; no event follows."""

    def seek(self, position_ms: DurationMs) -> None:
        """Go on from this position of the current file, clamped to its length."""

    def set_volume(self, percent: int) -> None:
        """0..130, of the file's own loudness."""

    def set_mute(self, muted: bool) -> None:
        """Silent without losing the volume."""

    @property
    def state(self) -> PlaybackState:
        """What is heard now."""

    @property
    def position_ms(self) -> DurationMs:
        """Position in the current file, moving smoothly (interpolated between libVLC's steps)."""

    @property
    def duration_ms(self) -> DurationMs | None:
        """Length of the current file, None until it is known."""

    def close(self) -> None:
        """Stop and free everything."""
