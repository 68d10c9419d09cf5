"""PLS: `File1=`, `Title1=`, `Length1=`, and so on, in a section `[playlist]`."""

import os
import re
from collections.abc import Sequence
from typing import Final

from tui_player.errors import PlaylistError
from tui_player.library.playlists.entry import Entry, paths_of, seconds_to_ms, split_name
from tui_player.text import one_line

_LINE: Final = re.compile(rb"(file|title|length)(\d{1,9})\s*=(.*)", re.IGNORECASE)


def read_pls(content: bytes, folder: str, encoding: str) -> list[Entry]:
    """Read the entries of a playlist in `folder`, ordered by their numbers."""
    found: dict[int, dict[str, bytes]] = {}
    for line in content.splitlines():
        if match := _LINE.fullmatch(line.strip()):
            found.setdefault(int(match[2]), {})[match[1].decode().lower()] = match[3].strip()
    return [
        _entry(values, folder, encoding)
        for _number, values in sorted(found.items())
        if "file" in values
    ]


def _entry(values: dict[str, bytes], folder: str, encoding: str) -> Entry:
    location = values["file"]
    artist, title = split_name(values.get("title", b"").decode(encoding, "replace"))
    length = values.get("length", b"").decode("ascii", "replace")
    return Entry(
        paths_of(location, folder, encoding),
        location.decode(encoding, "replace"),
        title,
        artist,
        duration_ms=seconds_to_ms(length),
    )


def write_pls(entries: Sequence[Entry]) -> bytes:
    """Write a playlist in UTF-8. The bytes of each location stay unchanged.

    Raises `PlaylistError` if a location contains a line break, which PLS can't hold.
    """
    lines = [b"[playlist]"]
    for number, entry in enumerate(entries, start=1):
        location = os.fsencode(entry.location)
        if b"\n" in location or b"\r" in location:
            raise PlaylistError(
                f"{one_line(entry.location)}: PLS can't hold a name with a line break, XSPF can"
            )
        seconds = -1 if entry.duration_ms is None else round(entry.duration_ms / 1000)
        lines += [
            b"File%d=%b" % (number, location),
            f"Title{number}={one_line(entry.name)}".encode("utf-8", "replace"),
            b"Length%d=%d" % (number, seconds),
        ]
    lines += [b"NumberOfEntries=%d" % len(entries), b"Version=2"]
    return b"\n".join(lines) + b"\n"
