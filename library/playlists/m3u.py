"""M3U and M3U8: one path per line, after an optional `#EXTINF:seconds,Artist - Title`."""

import os
import re
from collections.abc import Sequence
from typing import Final

from tui_player.errors import PlaylistError
from tui_player.library.playlists.entry import Entry, paths_of, seconds_to_ms, split_name
from tui_player.text import one_line

_EXTINF: Final = "#EXTINF:"
_LENGTH: Final = re.compile(r"\s*(-?[\d.]+)")
_ARTIST: Final = "#EXTART:"
_ALBUM: Final = "#EXTALB:"


def read_m3u(content: bytes, folder: str, encoding: str) -> list[Entry]:
    """Read the entries of a playlist in `folder`."""
    entries: list[Entry] = []
    info = Entry()
    album = ""
    for line in content.splitlines():
        text = line.decode(encoding, "replace").strip()
        upper = text.upper()
        if upper.startswith(_ALBUM):
            album = text[len(_ALBUM) :].strip()
        elif upper.startswith(_ARTIST):
            info = _with_artist(info, text[len(_ARTIST) :].strip())
        elif upper.startswith(_EXTINF) and "," in text:
            info = _info(text[len(_EXTINF) :])
        elif text and not text.startswith("#"):
            paths = paths_of(line.strip(), folder, encoding)
            entries.append(
                Entry(paths, text, info.title, info.artist, album, info.duration_ms),
            )
            info = Entry()
    return entries


def _info(text: str) -> Entry:
    """Parse "seconds,Artist - Title", which describes the next entry."""
    head, _comma, name = text.partition(",")
    length = _LENGTH.match(head)
    artist, title = split_name(name)
    return Entry((), "", title, artist, "", seconds_to_ms(length[1] if length else ""))


def _with_artist(info: Entry, artist: str) -> Entry:
    return Entry((), "", info.title, artist, "", info.duration_ms)


def write_m3u(entries: Sequence[Entry]) -> bytes:
    """Write a playlist in UTF-8. The bytes of each location stay unchanged.

    Raises `PlaylistError` if a location contains a line break, which M3U can't hold.
    """
    lines = [b"#EXTM3U"]
    for entry in entries:
        location = os.fsencode(entry.location)
        if b"\n" in location or b"\r" in location:
            raise PlaylistError(
                f"{one_line(entry.location)}: M3U can't hold a name with a line break, XSPF can"
            )
        seconds = -1 if entry.duration_ms is None else round(entry.duration_ms / 1000)
        lines.append(f"#EXTINF:{seconds},{one_line(entry.name)}".encode("utf-8", "replace"))
        if entry.album:
            lines.append(f"#EXTALB:{one_line(entry.album)}".encode("utf-8", "replace"))
        lines.append(location)
    return b"\n".join(lines) + b"\n"
