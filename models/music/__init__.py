"""Hearing a song: spectrogram, embedding, genre and mood."""

from typing import TYPE_CHECKING, Final

from tui_player.models.music.genres import GENRES, QUADRANT_NAMES

if TYPE_CHECKING:
    from tui_player.models.music.hearing import Hearing as Hearing

__all__ = ["GENRES", "NETWORK_VERSION", "QUADRANT_NAMES", "hear_file"]

NETWORK_VERSION: Final = "music-4"
"""Of the network and its input, as its file states it: songs heard under another are heard anew."""


def hear_file(path: str) -> "Hearing":
    """What the network hears in an audio file; raises `AudioError` with one line that says why.

    `path` may hold surrogate escapes (a name that is not UTF-8). The first call of a process
    imports the slow libraries and loads the network (some seconds); later ones don't.
    """
    from tui_player.models.music.embedder import hear_file as hear

    return hear(path)
