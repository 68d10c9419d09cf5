"""Hearing a song: spectrogram, embedding, genre and mood."""

from typing import TYPE_CHECKING

from tui_player.models.music.genres import GENRES, QUADRANT_NAMES

if TYPE_CHECKING:
    from tui_player.models.music.hearing import Hearing

__all__ = ["GENRES", "QUADRANT_NAMES", "hear_file", "network_version"]


def hear_file(path: str) -> "Hearing":
    """What the network hears in an audio file; raises `AudioError` with one line that says why.

    `path` may hold surrogate escapes (a name that is not UTF-8). The first call of a process
    imports the slow libraries and loads the network (some seconds); later ones don't.
    """
    from tui_player.models.music.embedder import hear_file as hear

    return hear(path)


def network_version() -> str:
    """Version of the network and its input: what it heard under another one is out of date."""
    from tui_player.models.music.embedder import version

    return version()
