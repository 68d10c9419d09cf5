"""Volume, mute and replay gain."""

import math
from typing import Final

from tui_player.library.song import Tags
from tui_player.playback import Player
from tui_player.playback.settings import ReplayGain

MAX_VOLUME_PERCENT: Final = 130


class Loudness:
    """Volume and mute. They outlive a change of the player."""

    def __init__(self) -> None:
        self.volume_percent = 100
        self.muted = False

    def set_volume(self, player: Player, percent: int) -> None:
        """Set the volume, clipped to 0..130 %. This also ends mute."""
        self.volume_percent = min(max(percent, 0), MAX_VOLUME_PERCENT)
        self.muted = False
        self.apply(player)

    def toggle_mute(self, player: Player) -> None:
        """Turn mute on or off."""
        self.muted = not self.muted
        self.apply(player)

    def apply(self, player: Player) -> None:
        """Set volume and mute of `player`."""
        player.set_volume(self.volume_percent)
        player.set_mute(self.muted)


def replay_gain_db(tags: Tags, mode: ReplayGain) -> float:
    """The gain in dB for `mode`, else the other kind of gain, else 0.

    The gain is limited so that the peak does not clip.
    """
    gains = {
        ReplayGain.TRACK: (tags.track_gain_db, tags.album_gain_db),
        ReplayGain.ALBUM: (tags.album_gain_db, tags.track_gain_db),
    }.get(mode, ())
    gain_db = next((gain for gain in gains if gain is not None), 0.0)
    if tags.track_peak:
        gain_db = min(gain_db, max(0.0, -20 * math.log10(tags.track_peak)))
    return gain_db
