"""Reads and validates the tags of audio files; files may contain wrong values."""

import os
import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from pathlib import PurePath
from typing import Any, BinaryIO, Final, TypeVar

from tui_player.library.scan.tag_formats import RawTags, likely_kinds, raw_tags
from tui_player.library.song import DurationMs, Tags

HEADER_BYTES: Final = 16
APE_MARK: Final = b"APETAGEX"
APE_AMONG_LAST_BYTES: Final = 4096
"""An ID3v1 tag and lyrics may follow the APE tag."""
MAX_TEXT: Final = 1000
"""Most characters of a title or name."""
INVISIBLE: Final = ("Cc", "Cf", "Zs", "Zl", "Zp", "Mn")
"""Unicode categories of invisible characters."""
MAX_GENRES: Final = 20
MAX_NUMBER: Final = 9999
"""Highest number of a track or disc."""
LONGEST_S: Final = 7 * 24 * 3600.0
"""Longest plausible duration, seconds."""
LARGEST_GAIN_DB: Final = 60.0
LARGEST_PEAK: Final = 100.0
R128_TO_REPLAYGAIN_DB: Final = 5.0
"""R128 tags (RFC 7845) use a reference of -23 LUFS, ReplayGain 2 uses -18 LUFS."""

Value = TypeVar("Value")

LONGEST_GAIN: Final = 64
"""Most characters of a gain; very many spaces would take minutes to match."""
_GAIN = re.compile(r"([+-]?[0-9]{1,3}(?:[.,][0-9]{1,20})?)\s*(?:dB)?", re.IGNORECASE)
_YEAR = re.compile(r"(?<![0-9])([12][0-9]{3})(?![0-9])")
_NUMBER = re.compile(r"\s*([0-9]{1,6})\s*(?:/.*)?")
_TRACK_NAME = re.compile(r"(?:[0-9]-)?(0[0-9]{1,2}|[0-9]{1,3}(?=\s*[-._)]))\s*[-._)]?\s*(?=\S)(.*)")
"""Name with a leading track number: "01 Title", "12 - Title", "2-07. Title"; not "99 Red"."""


def read_tags(file: BinaryIO, path: str) -> Tags:
    """Read the tags of the open `file`; missing ones are derived from `path`.

    Broken content raises nothing; such a file has the tags of its name. Raises OSError.
    """
    raw, seconds = _raw_and_duration(file, path)
    return named_by_path(clean_tags(raw, seconds), path)


def _raw_and_duration(file: BinaryIO, path: str) -> tuple[RawTags, float | None]:
    """Call mutagen and catch its exceptions: it leaks IndexError, struct.error and others."""
    try:
        audio = _opened(file, path)
        if audio is None:
            return {}, None
        raw = raw_tags(audio.tags) if audio.tags is not None else {}
        seconds = getattr(audio.info, "length", None)
        if "replaygain_track_gain" not in raw and audio.mime[0] == "audio/mp3":
            raw = {**_ape_tags(file), **raw}
    except OSError:
        raise
    except Exception:  # noqa: BLE001 - after any error the file has no readable tags
        return {}, None
    return raw, seconds


def _opened(file: BinaryIO, path: str) -> Any:
    """Open a file with mutagen. A misleading header only costs time."""
    import mutagen

    kinds = likely_kinds(path, file.read(HEADER_BYTES))
    file.seek(0)
    if kinds:
        with suppress(mutagen.MutagenError):
            return mutagen.File(file, options=kinds)
        file.seek(0)
    return mutagen.File(file)


def _ape_tags(file: BinaryIO) -> RawTags:
    """APE tags at the end of an MP3 file, as written by mp3gain."""
    file.seek(0)
    header = file.read(HEADER_BYTES)
    file.seek(max(0, file.seek(0, os.SEEK_END) - APE_AMONG_LAST_BYTES))
    if APE_MARK not in file.read() and not header.startswith(APE_MARK):
        return {}  # most files; calling mutagen takes longer
    from mutagen.apev2 import APENoHeaderError, APEv2

    try:
        file.seek(0)
        return raw_tags(APEv2(file))  # type: ignore[no-untyped-call]
    except APENoHeaderError:
        return {}


def clean_tags(raw: RawTags, seconds: Any = None) -> Tags:
    """Validate raw tags and the stated duration; implausible values become empty or None."""
    r128 = _r128_gain(raw, "track"), _r128_gain(raw, "album")
    return Tags(
        title=_text(raw, "title"),
        artist=_text(raw, "artist"),
        album=_text(raw, "album"),
        album_artist=_text(raw, "albumartist"),
        track=_first(map(_number, raw.get("tracknumber", ()))),
        disc=_first(map(_number, raw.get("discnumber", ()))),
        year=_first(map(_year, raw.get("date", ()))),
        genres=_genres(raw.get("genre", ())),
        duration_ms=_duration(seconds),
        track_gain_db=_first([r128[0], *map(_gain, raw.get("replaygain_track_gain", ()))]),
        album_gain_db=_first([r128[1], *map(_gain, raw.get("replaygain_album_gain", ()))]),
        track_peak=_first(map(_peak, raw.get("replaygain_track_peak", ()))),
        rating=_rating(raw),
        plays=_first(map(_plays, raw.get("fmps_playcount", ()))),
    )


def named_by_path(tags: Tags, path: str) -> Tags:
    """Fill tags from the names of file and folder if there is no title.

    Known forms are "01 Title", "01 - Artist - Title" and "Artist - Title". The folder is the album
    only if the file name has a track number.
    """
    if tags.title:
        return tags
    name = clean_text(_readable(PurePath(path).stem))
    if " " not in name:
        name = name.replace("_", " ")
    numbered = _TRACK_NAME.fullmatch(name)
    title = numbered[2] if numbered else name
    artist, dash, name = title.partition(" - ")
    if dash and not tags.artist and " - " not in name:
        tags, title = tags._replace(artist=artist.strip()), name.strip()
    if numbered and not tags.album:
        tags = tags._replace(album=clean_text(_readable(PurePath(path).parent.name)))
    track = _number(numbered[1]) if numbered and tags.track is None else tags.track
    return tags._replace(title=title, track=track)


def clean_text(text: str) -> str:
    """Remove NULs, surrogates and outer spaces, and limit the length to `MAX_TEXT`.

    Text of invisible characters alone becomes empty. Escapes and markup stay; the code that shows
    the text handles them.
    """
    text = text[: 4 * MAX_TEXT].replace("\0", " ").strip()[:MAX_TEXT].rstrip()
    if text.isascii():
        return text
    if all(unicodedata.category(character) in INVISIBLE for character in text):
        return ""
    return text.encode("utf-8", "replace").decode("utf-8")


def _readable(name: str) -> str:
    """File name with replacement characters for bytes that are not UTF-8."""
    return os.fsencode(name).decode("utf-8", "replace")


def _text(raw: RawTags, name: str) -> str:
    """Join all values, because two artists of a song are two values."""
    texts = raw.get(name, ())
    if len(texts) == 1:
        return clean_text(texts[0])
    values = dict.fromkeys(clean_text(text) for text in texts[:MAX_GENRES])
    return clean_text(", ".join(value for value in values if value))


def _genres(values: Iterable[str]) -> tuple[str, ...]:
    """Distinct genres. ID3 separates them by NUL, people by semicolon."""
    names: dict[str, str] = {}
    for value in values:
        for part in re.split(r"[;\0]", value[: 4 * MAX_TEXT]):
            genre = clean_text(part)
            if genre:
                names.setdefault(genre.casefold(), genre)
    return tuple(names.values())[:MAX_GENRES]


def _first(values: Iterable[Value | None]) -> Value | None:
    return next((value for value in values if value is not None), None)


def _number(text: str) -> int | None:
    """Parse "7", "07" and "7/12" to 7. None for 0, which means "none" in MP4."""
    match = _NUMBER.fullmatch(text)
    number = int(match[1]) if match else 0
    return number if 0 < number <= MAX_NUMBER else None


def _year(text: str) -> int | None:
    match = _YEAR.search(text[:MAX_TEXT])
    return int(match[1]) if match else None


def _gain(text: str) -> float | None:
    """Parse "-6.5 dB", "+2,31" and similar texts to decibels."""
    match = _GAIN.fullmatch(text.strip()) if len(text) <= LONGEST_GAIN else None
    gain = float(match[1].replace(",", ".")) if match else LARGEST_GAIN_DB + 1
    return gain if abs(gain) <= LARGEST_GAIN_DB else None


def _r128_gain(raw: RawTags, of: str) -> float | None:
    """Convert R128 tags of Opus (1/256 dB, Q7.8; RFC 7845 section 5.2.1) to ReplayGain decibels."""
    for text in raw.get(f"r128_{of}_gain", ()):
        if re.fullmatch(r"\s*[+-]?[0-9]{1,5}\s*", text):
            gain = int(text) / 256 + R128_TO_REPLAYGAIN_DB
            return gain if abs(gain) <= LARGEST_GAIN_DB else None
    return None


def _peak(text: str) -> float | None:
    """Parse a peak: 1.0 is full scale, and lossy files may exceed it."""
    if not re.fullmatch(r"\s*[0-9]{0,3}[.,]?[0-9]{1,20}\s*", text):
        return None
    peak = float(text.replace(",", "."))
    return peak if 0 < peak <= LARGEST_PEAK else None


def _rating(raw: RawTags) -> float | None:
    """Rating 0..1 from FMPS (0..1), a Popularimeter (1..255) or a plain rating (to 5 or 100).

    0 means "not rated" in all of them.
    """
    for name in ("fmps_rating", "popularimeter", "rating"):
        for text in raw.get(name, ()):
            if not re.fullmatch(r"\s*[0-9]{1,3}(?:[.,][0-9]{1,20})?\s*", text):
                continue
            value = float(text.replace(",", "."))
            best = {"fmps_rating": 1, "popularimeter": 255}.get(name, 5 if value <= 5 else 100)
            if 0 < value <= best:
                return value / best
    return None


def _plays(text: str) -> int | None:
    """Parse a play count; FMPS writes it with a fraction."""
    match = re.fullmatch(r"\s*([0-9]{1,7})(?:[.,][0-9]*)?\s*", text)
    return (int(match[1]) or None) if match else None


def _duration(seconds: Any) -> DurationMs | None:
    """Convert seconds to milliseconds; None for implausible values, such as 0 or NaN."""
    if isinstance(seconds, (int, float)) and 0 < seconds <= LONGEST_S:
        return DurationMs(round(seconds * 1000))
    return None
