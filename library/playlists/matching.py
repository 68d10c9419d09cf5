"""Matches playlist entries to songs by path, else by artist, title and duration."""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import Final

from rapidfuzz import fuzz, process

from tui_player.library.playlists.entry import Entry
from tui_player.library.song import Song
from tui_player.text import without_accents

ALIKE: Final = 85.0
"""Least similarity of titles and of artists, 0..100."""
MAX_DURATION_DIFFERENCE_MS: Final = 10_000
"""Largest difference between the durations of one recording in several releases."""
LONGEST_NAME: Final = 1000
"""Most characters of a title or of artists that are compared."""
_ADDITION: Final = re.compile(
    r"\s*[\(\[-]\s*(?:feat|ft|featuring|with|remaster|\d{4} remaster|mono|stereo|bonus"
    r"|album version|single version|radio edit|deluxe|explicit)\b.*",
    re.IGNORECASE,
)
"""Additions to a title that differ between releases."""
_ARTISTS: Final = re.compile(r"\s*(?:[,;/&]|\bfeat\.?|\bft\.?|\band\b|\bx\b)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Match:
    """An entry and its song; None if the library does not have it."""

    entry: Entry
    song: Song | None


class Matcher:
    """Finds the songs of entries. Present songs come before missing ones."""

    def __init__(self, songs: Iterable[Song]) -> None:
        self._songs = sorted(songs, key=lambda song: song.missing)
        self._by_path = {song.path: song for song in reversed(self._songs)}
        self._by_name: dict[str, list[Song]] = defaultdict(list)
        self._by_title: dict[str, list[Song]] = defaultdict(list)
        for song in self._songs:
            self._by_name[os.path.basename(song.path)].append(song)  # noqa: PTH119
            self._by_title[plain_title(song.title)].append(song)
        self._titles = list(self._by_title)

    def match(self, entries: Sequence[Entry]) -> list[Match]:
        """Match each entry to its song."""
        return [Match(entry, self.find(entry)) for entry in entries]

    def find(self, entry: Entry, known: Song | None = None) -> Song | None:
        """The song of an entry, else None. A missing song is found only if no other matches.

        `known` is the song by a more reliable method than path and names.
        """
        if known and not known.missing:
            return known
        missing = known
        for find in (self._at_path, self._by_tags, self._by_file_name):
            song = find(entry)
            if song is None or (missing and (song.missing or not _is_copy(song, missing))):
                continue
            if not song.missing:
                return song
            missing = song
        return missing

    def _at_path(self, entry: Entry) -> Song | None:
        found = (self._by_path.get(path) for path in entry.paths)
        return next((song for song in found if song is not None), None)

    def _by_tags(self, entry: Entry) -> Song | None:
        if not entry.title or not entry.artist:
            return None
        title = plain_title(entry.title)
        exact = self._likeliest(entry, self._by_title.get(title, []))
        if exact is not None:
            return exact
        near = process.extract(title, self._titles, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=20)
        return self._likeliest(entry, [song for name, *_ in near for song in self._by_title[name]])

    def _by_file_name(self, entry: Entry) -> Song | None:
        """The only file with that name and a similar duration; for moved playlists."""
        for path in entry.paths:
            name = os.path.basename(path)  # noqa: PTH119
            namesakes = self._by_name.get(name) or self._by_name.get(PureWindowsPath(name).name, [])
            if (
                len(namesakes) == 1
                and _duration_difference_ms(entry, namesakes[0]) <= MAX_DURATION_DIFFERENCE_MS
            ):
                return namesakes[0]
        return None

    def _likeliest(self, entry: Entry, songs: Sequence[Song]) -> Song | None:
        """The best of `songs`, which have the right title, by artist, album and duration."""
        fitting = [
            song
            for song in songs
            if _is_by(song, entry.artist)
            and _duration_difference_ms(entry, song) <= MAX_DURATION_DIFFERENCE_MS
        ]
        album = without_accents(entry.album)
        return min(
            fitting,
            key=lambda song: (
                song.missing,
                bool(album) and fuzz.ratio(album, without_accents(song.tags.album)) < ALIKE,
                _duration_difference_ms(entry, song),
            ),
            default=None,
        )


def _is_copy(song: Song, other: Song) -> bool:
    """Whether title and album of both songs are the same."""
    albums = (without_accents(one.tags.album[:LONGEST_NAME]) for one in (song, other))
    is_same_title = plain_title(song.title) == plain_title(other.title)
    return is_same_title and fuzz.ratio(*albums) >= ALIKE


def plain_title(title: str) -> str:
    """A title for comparison, without case, accents and additions of a release."""
    title = title[:LONGEST_NAME]
    return without_accents(_ADDITION.sub("", title)).strip() or without_accents(title)


def _is_by(song: Song, artist: str) -> bool:
    """Whether one of the named artists is an artist of the song."""
    of_song = _artists(song.tags.artist) | _artists(song.tags.album_artist)
    wanted = _artists(artist)
    return any(fuzz.ratio(one, other) >= ALIKE for one in wanted for other in of_song)


def _artists(names: str) -> set[str]:
    plain = without_accents(names[:LONGEST_NAME])
    return {name for name in (plain.removeprefix("the "), *_ARTISTS.split(plain)) if name}


def _duration_difference_ms(entry: Entry, song: Song) -> int:
    """Difference of the durations; 0 if one is unknown."""
    if entry.duration_ms is None or song.tags.duration_ms is None:
        return 0
    return abs(entry.duration_ms - song.tags.duration_ms)
