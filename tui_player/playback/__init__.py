"""Playing files: libVLC behind a small interface, and a silent twin for tests.

Importing this imports no libVLC: that happens when a player is opened.
"""

from tui_player.playback.protocol import (
    PlaybackEvent,
    PlaybackEventKind,
    PlaybackListener,
    PlaybackState,
    Player,
)
from tui_player.playback.silent import SilentPlayer
from tui_player.playback.waiting import WaitingPlayer

__all__ = [
    "PlaybackEvent",
    "PlaybackEventKind",
    "PlaybackListener",
    "PlaybackState",
    "Player",
    "SilentPlayer",
    "WaitingPlayer",
    "open_vlc",
]


def open_vlc(audio_output: str = "") -> Player:
    """A player of libVLC's, with its output module `audio_output` or the one that it chooses.

    Raises `PlaybackError` where libVLC is missing or does not take the module.
    """
    from tui_player.playback.vlc_player import VlcPlayer

    return VlcPlayer(audio_output)
