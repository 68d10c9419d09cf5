"""Settings of the playback."""

from dataclasses import dataclass
from enum import StrEnum


class ReplayGain(StrEnum):
    """Loudness tags that are followed."""

    TRACK = "track"
    ALBUM = "album"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class PlaybackSettings:
    """Loudness, steps of the keys, and the output."""

    replay_gain: ReplayGain = ReplayGain.TRACK
    seek_step_s: int = 5
    """Step of the left and right keys, seconds."""
    volume_step_percent: int = 5
    """Step of the + and - keys."""
    audio_output: str = ""
    """libVLC's audio output module; empty lets libVLC choose."""
