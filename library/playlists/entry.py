"""An entry of a playlist of any format."""

import os
import re
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final
from urllib.parse import unquote_to_bytes, urlsplit

from tui_player.library.song import DurationMs

_SCHEME: Final = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]+:")
"""Scheme of a URL; a single letter before the colon is a drive."""
_DRIVE: Final = re.compile(r"[A-Za-z]:[\\/]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A playlist's data about one song; a missing field is empty or None."""

    paths: tuple[str, ...] = ()
    """Possible absolute paths, likeliest first; they may hold surrogate escapes."""
    location: str = ""
    """The location as written in the playlist, for display."""
    title: str = ""
    artist: str = ""
    album: str = ""
    duration_ms: DurationMs | None = None

    @property
    def name(self) -> str:
        """Name for messages."""
        if self.title:
            return f"{self.artist} - {self.title}" if self.artist else self.title
        return self.location


def paths_of(location: bytes, folder: str, encoding: str) -> tuple[str, ...]:
    """Possible paths of `location` in a playlist in `folder`.

    The bytes may be the raw file name or text in the playlist's `encoding`. Names may come from
    another operating system. A URL that is not a file URL has no path.
    """
    if _SCHEME.match(location):
        return _paths_of_url(location, folder)
    names = dict.fromkeys([os.fsdecode(location), location.decode(encoding, "surrogateescape")])
    names |= dict.fromkeys([_from_windows(name) for name in names if "\\" in name])
    return tuple(_absolute(name, folder) for name in names if name and "\0" not in name)


def relative_to(folder: str, path: str) -> str:
    """`path` relative to `folder`; "./" prevents reading it as a comment or URL."""
    name = os.path.relpath(path, folder)
    is_misread = name.startswith("#") or _SCHEME.match(os.fsencode(name))
    return f"./{name}" if is_misread else name


def _paths_of_url(url: bytes, folder: str) -> tuple[str, ...]:
    try:
        parts = urlsplit(url.decode("ascii", "surrogateescape"))
    except ValueError:
        return ()
    name = os.fsdecode(unquote_to_bytes(os.fsencode(parts.path)))
    if parts.scheme.lower() != "file" or parts.netloc not in ("", "localhost") or "\0" in name:
        return ()
    return (_absolute(name, folder),) if name else ()


def _from_windows(name: str) -> str:
    """Convert a Windows path without a drive to a POSIX path."""
    parts = PureWindowsPath(name)
    return name if _DRIVE.match(name) else str(PurePosixPath(*parts.parts))


def _absolute(name: str, folder: str) -> str:
    return os.path.normpath(os.path.join(folder, name))  # noqa: PTH118 - keeps bytes that are not UTF-8


def seconds_to_ms(text: str) -> DurationMs | None:
    """Parse a duration in seconds, with or without a fraction; None if invalid."""
    try:
        seconds = float(text)
    except ValueError:
        return None
    return DurationMs(round(seconds * 1000)) if 0 < seconds < 1e7 else None


def split_name(name: str) -> tuple[str, str]:
    """Split "Artist - Title"; the artist is empty without a separator."""
    artist, dash, title = name.partition(" - ")
    return (artist.strip(), title.strip()) if dash else ("", name.strip())
