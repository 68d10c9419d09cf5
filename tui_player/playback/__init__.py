"""Playback of files by libVLC, and a silent player for tests.

libVLC is imported when a player is opened, not with this package.
"""

from tui_player.playback.placeholder import PlaceholderPlayer
from tui_player.playback.protocol import (
    PlaybackCallback,
    PlaybackEvent,
    PlaybackEventKind,
    PlaybackState,
    Player,
)
from tui_player.playback.silent import SilentPlayer

__all__ = [
    "PlaceholderPlayer",
    "PlaybackCallback",
    "PlaybackEvent",
    "PlaybackEventKind",
    "PlaybackState",
    "Player",
    "SilentPlayer",
    "open_vlc",
]


def open_vlc(audio_output: str = "") -> Player:
    """Open a libVLC player. An empty `audio_output` lets libVLC choose its output module.

    Raises `PlaybackError` if libVLC is missing or has no such module.
    """
    from tui_player.playback.vlc_player import VlcPlayer

    return VlcPlayer(audio_output)
