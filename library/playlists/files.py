"""Playlist files: detects format and encoding, reads and writes whole files."""

import codecs
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from tui_player.errors import PlaylistError, system_message
from tui_player.library.playlists.entry import Entry, relative_to
from tui_player.library.playlists.m3u import read_m3u, write_m3u
from tui_player.library.playlists.pls import read_pls, write_pls
from tui_player.library.playlists.streaming import read_streaming
from tui_player.library.playlists.xspf import read_xspf, write_xspf
from tui_player.library.song import Song
from tui_player.paths import write_file

LARGEST_BYTES: Final = 64 << 20
"""Size limit; 100,000 entries take a fifth of it."""
WRITERS: Final[dict[str, Callable[[Sequence[Entry]], bytes]]] = {
    ".m3u8": write_m3u,
    ".m3u": write_m3u,
    ".pls": write_pls,
    ".xspf": write_xspf,
}
READ_SUFFIXES: Final = (*WRITERS, ".csv")
_BOMS: Final = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}


def read_playlist(path: Path) -> list[Entry]:
    """Read a playlist file; the suffix gives the format. Raises `PlaylistError`."""
    suffix = path.suffix.lower()
    if suffix not in READ_SUFFIXES:
        raise PlaylistError(f"{path}: {_unknown(READ_SUFFIXES)}")
    try:
        content = _content(path)
        return _read(content, suffix, os.path.abspath(path.parent))  # noqa: PTH100
    except OSError as error:
        raise PlaylistError(f"{path}: {system_message(error)}") from error
    except PlaylistError as error:
        raise PlaylistError(f"{path}: {error}") from error


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        raise PlaylistError("is too large for a playlist")
    return content


def _read(content: bytes, suffix: str, folder: str) -> list[Entry]:
    if suffix == ".xspf":
        return read_xspf(content, folder)
    content, encoding = _with_encoding(content)
    if suffix == ".csv":
        return read_streaming(content.decode(encoding, "replace"))
    return (read_pls if suffix == ".pls" else read_m3u)(content, folder, encoding)


def _with_encoding(content: bytes) -> tuple[bytes, str]:
    """The content without byte order mark, and its encoding; UTF-16 is converted to UTF-8.

    Other content is probably Windows-1252, which gives a meaning to almost every byte.
    """
    for mark, encoding in _BOMS.items():
        if content.startswith(mark):
            text = content[len(mark) :]
            if encoding == "utf-8":
                return text, encoding
            return text.decode(encoding, "replace").encode(), "utf-8"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return content, "cp1252"
    return content, "utf-8"


def write_playlist(path: Path, songs: Sequence[Song], *, relative: bool = False) -> None:
    """Write `songs` atomically in the format of the suffix of `path`. Raises `PlaylistError`.

    Paths are absolute, or `relative` to the playlist's folder.
    """
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        raise PlaylistError(f"{path}: {_unknown(WRITERS)}")
    folder = os.path.abspath(path.parent) if relative else None  # noqa: PTH100
    content = write([_entry_of(song, folder) for song in songs])
    try:
        write_file(path, content)
    except OSError as error:
        raise PlaylistError(f"{path}: {system_message(error)}") from error


def _entry_of(song: Song, folder: str | None) -> Entry:
    location = song.path if folder is None else relative_to(folder, song.path)
    tags = song.tags
    entry = Entry((song.path,), location, song.title, song.artist, tags.album)
    return replace(entry, duration_ms=tags.duration_ms)


def _unknown(suffixes: Sequence[str] | dict[str, Callable[[Sequence[Entry]], bytes]]) -> str:
    return f"is no playlist that is known here ({', '.join(suffixes)})"
