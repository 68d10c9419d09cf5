"""XSPF: playlists in XML (https://www.xspf.org/spec)."""

import os
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote_from_bytes
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from tui_player.errors import PlaylistError
from tui_player.library.playlists.entry import Entry, paths_of, seconds_to_ms
from tui_player.text import printable

NAMESPACE: Final = "http://xspf.org/ns/0/"
_FORBIDDEN: Final = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


def read_xspf(content: bytes, folder: str) -> list[Entry]:
    """Read the entries of a playlist in `folder`. Raises `PlaylistError`."""
    if any(word in content for word in _FORBIDDEN):
        raise PlaylistError("declares entities, which no playlist needs")
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - entities are refused above
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise PlaylistError(f"is no XML: {error}") from error
    return [_entry(track, folder) for track in root.iter() if _name(track) == "track"]


def _name(element: Element) -> str:
    """Tag name without the namespace, which some writers leave out."""
    return element.tag.rpartition("}")[2]


def _entry(track: Element, folder: str) -> Entry:
    texts = {_name(child): (child.text or "").strip() for child in reversed(track)}
    milliseconds = texts.get("duration", "")
    location = texts.get("location", "")
    return Entry(
        _paths(location, folder),
        location,
        texts.get("title", ""),
        texts.get("creator", ""),
        texts.get("album", ""),
        seconds_to_ms(f"{milliseconds}e-3"),
    )


def _paths(location: str, folder: str) -> tuple[str, ...]:
    """Possible paths of a URI or a plain path; many writers omit the percent-encoding."""
    if not location:
        return ()
    raw = location.encode("utf-8", "surrogateescape")
    uri = raw if b":" in raw else b"file:" + raw
    return tuple(dict.fromkeys(paths_of(uri, folder, "utf-8") + paths_of(raw, folder, "utf-8")))


def write_xspf(entries: Sequence[Entry]) -> bytes:
    """Write a playlist; each location is a percent-encoded URI."""
    root = Element("playlist", version="1", xmlns=NAMESPACE)
    tracks = SubElement(root, "trackList")
    for entry in entries:
        track = SubElement(tracks, "track")
        location = os.fsencode(entry.location)
        scheme = "file://" if location.startswith(b"/") else ""
        texts = {
            "location": scheme + quote_from_bytes(location),
            "title": printable(entry.title),
            "creator": printable(entry.artist),
            "album": printable(entry.album),
            "duration": "" if entry.duration_ms is None else str(entry.duration_ms),
        }
        for name, text in texts.items():
            if text:
                SubElement(track, name).text = text
    ElementTree.indent(root)
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"
