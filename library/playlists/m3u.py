"""M3U and M3U8: a path a line, with `#EXTINF:seconds,Artist - Title` before it."""

import os
import re
from collections.abc import Sequence
from typing import Final

from tui_player.errors import PlaylistError
from tui_player.library.playlists.entry import Entry, one_line, paths_of, seconds_to_ms, split_name

_EXTINF: Final = "#EXTINF:"
_LENGTH: Final = re.compile(r"\s*(-?[\d.]+)")
_ARTIST: Final = "#EXTART:"
_ALBUM: Final = "#EXTALB:"


def read_m3u(content: bytes, folder: str, encoding: str) -> list[Entry]:
    """The entries of a playlist that lies in `folder`."""
    entries: list[Entry] = []
    said = Entry()
    album = ""
    for line in content.splitlines():
        text = line.decode(encoding, "replace").strip()
        upper = text.upper()
        if upper.startswith(_ALBUM):
            album = text[len(_ALBUM) :].strip()
        elif upper.startswith(_ARTIST):
            said = _with_artist(said, text[len(_ARTIST) :].strip())
        elif upper.startswith(_EXTINF) and "," in text:
            said = _said(text[len(_EXTINF) :])
        elif text and not text.startswith("#"):
            paths = paths_of(line.strip(), folder, encoding)
            entries.append(
                Entry(paths, text, said.title, said.artist, album, said.duration_ms),
            )
            said = Entry()
    return entries


def _said(text: str) -> Entry:
    """What "seconds,Artist - Title" says of the next entry."""
    head, _comma, name = text.partition(",")
    length = _LENGTH.match(head)
    artist, title = split_name(name)
    return Entry((), "", title, artist, "", seconds_to_ms(length[1] if length else ""))


def _with_artist(said: Entry, artist: str) -> Entry:
    return Entry((), "", said.title, artist, "", said.duration_ms)


def write_m3u(entries: Sequence[Entry]) -> bytes:
    """A playlist in UTF-8, each entry by its location, whose bytes stay as they are.

    Raises `PlaylistError` where a name holds a line break, which no line of M3U can.
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
