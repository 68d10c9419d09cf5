"""Song analysis: log-mel spectrogram, embedding, genre and mood."""

from typing import TYPE_CHECKING, Final

from tui_player.models.music.genres import GENRES

if TYPE_CHECKING:
    from tui_player.models.music.hearing import Hearing as Hearing

__all__ = ["GENRES", "NETWORK_VERSION", "hear_file"]

NETWORK_VERSION: Final = "music-6"
"""Version of the network and its input, the same as in the ONNX file's metadata. Songs with an
analysis of another version are analysed again."""


def hear_file(path: str) -> "Hearing":
    """Analyse an audio file; raises `AudioError` with a one-line reason.

    `path` may contain surrogate escapes (a name that is not UTF-8). The first call in a process
    imports large libraries and loads the network, which takes some seconds.
    """
    from tui_player.models.music.embedder import hear_file as hear

    return hear(path)
