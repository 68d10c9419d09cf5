"""Reads the tags of all formats under common names: lower-case names of Vorbis comments."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final

RawTags = dict[str, list[str]]
"""Tag name -> raw values of the file."""

ID3_NAMES: Final = {
    "TIT2": "title",
    "TPE1": "artist",
    "TALB": "album",
    "TPE2": "albumartist",
    "TRCK": "tracknumber",
    "TPOS": "discnumber",
    "TDRC": "date",
    "TDRL": "date",
    "TDOR": "date",
}
MP4_NAMES: Final = {
    "\xa9nam": "title",
    "\xa9ART": "artist",
    "\xa9alb": "album",
    "aART": "albumartist",
    "\xa9day": "date",
    "\xa9gen": "genre",
}
ASF_NAMES: Final = {
    "Title": "title",
    "Author": "artist",
    "WM/AlbumTitle": "album",
    "WM/AlbumArtist": "albumartist",
    "WM/TrackNumber": "tracknumber",
    "WM/PartOfSet": "discnumber",
    "WM/Year": "date",
    "WM/Genre": "genre",
    "FMPS/Rating": "fmps_rating",
    "FMPS/Playcount": "fmps_playcount",
}
OTHER_SPELLINGS: Final = {
    "album artist": "albumartist",
    "track": "tracknumber",
    "disc": "discnumber",
    "year": "date",
}
"""Other tag names in Vorbis comments and APE tags -> the usual name."""


def likely_kinds(path: str, header: bytes) -> list[Any] | None:
    """mutagen's classes for a file with this header; None means all classes.

    Trying all two dozen classes takes longer than reading the tags.
    """
    if header.startswith(b"fLaC"):
        from mutagen.flac import FLAC

        return [FLAC]
    if header.startswith(b"OggS"):
        from mutagen.oggflac import OggFLAC
        from mutagen.oggopus import OggOpus
        from mutagen.oggspeex import OggSpeex
        from mutagen.oggvorbis import OggVorbis

        return [OggVorbis, OggOpus, OggFLAC, OggSpeex]
    if header[4:8] == b"ftyp":
        from mutagen.mp4 import MP4

        return [MP4]
    if header.startswith(b"ID3") and path.lower().endswith(".mp3"):
        from mutagen.mp3 import MP3

        return [MP3]
    return None


def raw_tags(tags: Any) -> RawTags:
    """Convert mutagen's tags of any kind. A malformed file may raise any exception."""
    reader = READERS.get(_kind(type(tags).__mro__))
    return reader(tags) if reader else {}


@lru_cache
def _kind(bases: tuple[type, ...]) -> str:
    """Kind of tags by class name, which avoids importing mutagen's fifty modules."""
    names = {base.__name__ for base in bases}
    return next((kind for kind in READERS if kind in names), "")


def _id3(tags: Any) -> RawTags:
    raw: RawTags = {}
    for frame in tags.values():
        identifier = frame.FrameID
        if identifier == "TCON":
            _add(raw, "genre", frame.genres)  # mutagen spells out "(17)"
        elif identifier == "TXXX":
            _add(raw, frame.desc.lower(), frame.text)
        elif identifier == "RVA2" and frame.desc.lower() in {"track", "album"}:
            _add(raw, f"replaygain_{frame.desc.lower()}_gain", [frame.gain])
            _add(raw, f"replaygain_{frame.desc.lower()}_peak", [frame.peak])
        elif identifier == "POPM":
            _add(raw, "popularimeter", [frame.rating])
            _add(raw, "fmps_playcount", [getattr(frame, "count", 0)])
        elif identifier in ID3_NAMES:
            _add(raw, ID3_NAMES[identifier], frame.text)
    return raw


def _vorbis(tags: Any) -> RawTags:
    """Read (name, text) pairs; a name may occur several times."""
    raw: RawTags = {}
    for name, text in tags:
        _add_named(raw, name, [text])
    return raw


def _ape(tags: Any) -> RawTags:
    raw: RawTags = {}
    for name, values in tags.items():
        _add_named(raw, name, [values] if isinstance(values, str) else values)
    return raw


def _add_named(raw: RawTags, name: str, texts: Iterable[Any]) -> None:
    lower = name.lower()
    if lower != "metadata_block_picture" and not lower.startswith("cover art"):
        _add(raw, OTHER_SPELLINGS.get(lower, lower), texts)


def _mp4(tags: Any) -> RawTags:
    raw: RawTags = {}
    for name, values in tags.items():
        if name in MP4_NAMES:
            _add(raw, MP4_NAMES[name], values)
        elif name in {"trkn", "disk"}:
            numbers = [number for number, _total in values]
            _add(raw, "tracknumber" if name == "trkn" else "discnumber", numbers)
        elif name.startswith("----:"):
            texts = [bytes(value).decode("utf-8", "replace") for value in values]
            _add(raw, name.rpartition(":")[2].lower(), texts)
    return raw


def _asf(tags: Any) -> RawTags:
    raw: RawTags = {}
    for name, value in tags:
        lower = name.lower()
        if name in ASF_NAMES:
            _add(raw, ASF_NAMES[name], [value])
        elif lower.startswith("replaygain_"):
            _add(raw, lower, [value])
    return raw


def _add(raw: RawTags, name: str, values: Iterable[Any]) -> None:
    raw.setdefault(name, []).extend(str(value) for value in values)


READERS: Final[dict[str, Callable[[Any], RawTags]]] = {
    "ID3Tags": _id3,
    "VComment": _vorbis,
    "APEv2": _ape,
    "MP4Tags": _mp4,
    "ASFTags": _asf,
}
"""Class name of mutagen's tags (or of a base class) -> reader."""
