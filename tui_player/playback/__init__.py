"""Playing files: libVLC behind a small interface, and a silent twin for tests.

Importing this imports no libVLC: that happens when a `VlcPlayer` is made.
"""

from tui_player.playback.protocol import (
    PlaybackEvent,
    PlaybackEventKind,
    PlaybackListener,
    PlaybackState,
    Player,
)
from tui_player.playback.silent import SilentPlayer
from tui_player.playback.vlc_player import VlcPlayer
from tui_player.playback.waiting import WaitingPlayer

__all__ = [
    "PlaybackEvent",
    "PlaybackEventKind",
    "PlaybackListener",
    "PlaybackState",
    "Player",
    "SilentPlayer",
    "VlcPlayer",
    "WaitingPlayer",
]
