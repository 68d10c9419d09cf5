"""Which song of the library a playlist means: by its path, else by artist, title and length."""

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
"""Of 100: how alike title and artist must each be."""
LENGTHS_APART_MS: Final = 10_000
"""By how much the lengths of one recording differ between releases."""
LONGEST_NAME: Final = 1000
"""Characters of a title or of artists that are looked at."""
_ADDITION: Final = re.compile(
    r"\s*[\(\[-]\s*(?:feat|ft|featuring|with|remaster|\d{4} remaster|mono|stereo|bonus"
    r"|album version|single version|radio edit|deluxe|explicit)\b.*",
    re.IGNORECASE,
)
"""What one release adds to a title and another leaves out."""
_ARTISTS: Final = re.compile(r"\s*(?:[,;/&]|\bfeat\.?|\bft\.?|\band\b|\bx\b)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Match:
    """An entry, and the song that it means, if the library has it."""

    entry: Entry
    song: Song | None


class Matcher:
    """Finds entries among `songs`. Songs whose files are there come before missing ones."""

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
        """Each entry with its song."""
        return [Match(entry, self.find(entry)) for entry in entries]

    def find(self, entry: Entry, known: Song | None = None) -> Song | None:
        """The song that an entry means, or None; one that is missing, if there is no other.

        `known` is what something surer than path and names says that it is.
        """
        if known and not known.missing:
            return known
        missing = known
        for find in (self._at_path, self._by_tags, self._of_the_same_name):
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

    def _of_the_same_name(self, entry: Entry) -> Song | None:
        """The only file of that name, if its length is not another; for moved playlists."""
        for path in entry.paths:
            name = os.path.basename(path)  # noqa: PTH119
            namesakes = self._by_name.get(name) or self._by_name.get(PureWindowsPath(name).name, [])
            if len(namesakes) == 1 and _apart_ms(entry, namesakes[0]) <= LENGTHS_APART_MS:
                return namesakes[0]
        return None

    def _likeliest(self, entry: Entry, songs: Sequence[Song]) -> Song | None:
        """Of songs with the right title the one by the artist, of the right album and length."""
        fitting = [
            song
            for song in songs
            if _is_by(song, entry.artist) and _apart_ms(entry, song) <= LENGTHS_APART_MS
        ]
        album = without_accents(entry.album)
        return min(
            fitting,
            key=lambda song: (
                song.missing,
                bool(album) and fuzz.ratio(album, without_accents(song.tags.album)) < ALIKE,
                _apart_ms(entry, song),
            ),
            default=None,
        )


def _is_copy(song: Song, other: Song) -> bool:
    """Whether both are the same song of the same album, as their tags have it."""
    albums = (without_accents(one.tags.album[:LONGEST_NAME]) for one in (song, other))
    is_same_title = plain_title(song.title) == plain_title(other.title)
    return is_same_title and fuzz.ratio(*albums) >= ALIKE


def plain_title(title: str) -> str:
    """A title as it is compared: without case, accents and what a release adds to it."""
    title = title[:LONGEST_NAME]
    return without_accents(_ADDITION.sub("", title)).strip() or without_accents(title)


def _is_by(song: Song, artist: str) -> bool:
    """Whether one of the artists named is one of the song's."""
    theirs = _artists(song.tags.artist) | _artists(song.tags.album_artist)
    wanted = _artists(artist)
    return any(fuzz.ratio(one, other) >= ALIKE for one in wanted for other in theirs)


def _artists(names: str) -> set[str]:
    plain = without_accents(names[:LONGEST_NAME])
    return {name for name in (plain.removeprefix("the "), *_ARTISTS.split(plain)) if name}


def _apart_ms(entry: Entry, song: Song) -> int:
    """Difference of the lengths; 0 where one is unknown."""
    if entry.duration_ms is None or song.tags.duration_ms is None:
        return 0
    return abs(entry.duration_ms - song.tags.duration_ms)
