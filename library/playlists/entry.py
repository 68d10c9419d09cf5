"""One line of a playlist, whatever its format."""

import os
import re
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final
from urllib.parse import unquote_to_bytes, urlsplit

from tui_player.library.song import DurationMs

_SCHEME: Final = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]+:")
"""Of a URL; a single letter before the colon is a drive."""
_DRIVE: Final = re.compile(r"[A-Za-z]:[\\/]")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a playlist says of a song; empty where it says nothing."""

    paths: tuple[str, ...] = ()
    """Absolute paths that may be meant, likeliest first; they may hold surrogate escapes."""
    location: str = ""
    """As it stands in the playlist, for people."""
    title: str = ""
    artist: str = ""
    album: str = ""
    duration_ms: DurationMs | None = None

    @property
    def name(self) -> str:
        """What to call it where it is not found."""
        if self.title:
            return f"{self.artist} - {self.title}" if self.artist else self.title
        return self.location


def paths_of(location: bytes, folder: str, encoding: str) -> tuple[str, ...]:
    """The paths that `location` may mean in a playlist that lies in `folder`.

    Bytes may be the file's very name or text in the playlist's `encoding`; names may come from
    another system. A URL other than of a file means none.
    """
    if _SCHEME.match(location):
        return _paths_of_url(location, folder)
    names = dict.fromkeys([os.fsdecode(location), location.decode(encoding, "surrogateescape")])
    names |= dict.fromkeys([_from_windows(name) for name in names if "\\" in name])
    return tuple(_absolute(name, folder) for name in names if name and "\0" not in name)


def relative_to(folder: str, path: str) -> str:
    """How a playlist in `folder` names `path`, so that it is taken for neither comment nor URL."""
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
    """A Windows path as one below the playlist's folder, if it has no drive."""
    parts = PureWindowsPath(name)
    return name if _DRIVE.match(name) else str(PurePosixPath(*parts.parts))


def _absolute(name: str, folder: str) -> str:
    return os.path.normpath(os.path.join(folder, name))  # noqa: PTH118 - odd bytes are kept apart


def seconds_to_ms(text: str) -> DurationMs | None:
    """A length in whole or broken seconds; None where it is unknown or nonsense."""
    try:
        seconds = float(text)
    except ValueError:
        return None
    return DurationMs(round(seconds * 1000)) if 0 < seconds < 1e7 else None


def split_name(name: str) -> tuple[str, str]:
    """Artist and title of "Artist - Title"; no artist where nothing parts them."""
    artist, dash, title = name.partition(" - ")
    return (artist.strip(), title.strip()) if dash else ("", name.strip())


def one_line(text: str) -> str:
    """`text` where a line break would begin another entry."""
    return " ".join(text.split())
