"""Songs found by words and put in order, fast enough for every key press at 100,000 songs."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import RLock
from typing import Any, Final

from tui_player.library.song import Song, SongId

SortKey = Any
"""What a column is sorted by; None, where the song has nothing there, stands last both ways."""


def plain(text: str) -> str:
    """`text` as it is compared: without case and accents ("Beyoncé" is "beyonce")."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _mood_key(song: Song) -> SortKey:
    analysis = song.analysis
    return None if analysis is None else (analysis.valence, analysis.arousal)


COLUMNS: Final[dict[str, Callable[[Song], SortKey]]] = {
    "title": lambda song: plain(song.title),
    "artist": lambda song: _by_album(song) if song.artist else None,
    "album": lambda song: _by_album(song)[1:] if song.tags.album else None,
    "length": lambda song: song.tags.duration_ms,
    "mood": _mood_key,
    "rating": lambda song: song.rating,
    "plays": lambda song: song.plays,
}
"""The columns that songs can be sorted by; artists and albums go in the order of their discs."""


def _by_album(song: Song) -> tuple[str, str, int, int]:
    tags = song.tags
    return plain(song.artist), plain(tags.album), tags.disc or 0, tags.track or 0


def _haystack(song: Song) -> str:
    tags = song.tags
    parts = (song.title, song.artist, tags.album, *tags.genres, song.path)
    return plain("\n".join(parts))


@dataclass(frozen=True, slots=True)
class _Found:
    """The answer to the last question; the next one is mostly a narrower one."""

    words: tuple[str, ...]
    order: list[int]
    """What was searched; other songs or another order make another list."""
    places: list[int]


class SongIndex:
    """Songs with what is searched and sorted by, worked out once; several threads may use it."""

    def __init__(self, songs: Iterable[Song]) -> None:
        self._lock = RLock()
        self._songs = list(songs)
        self._places = {song.id: place for place, song in enumerate(self._songs)}
        self._haystacks = [_haystack(song) for song in self._songs]
        self._orders: dict[tuple[str, bool], list[int]] = {}
        self._found: _Found | None = None

    def __len__(self) -> int:
        return len(self._songs)

    def select(self, query: str, column: str, descending: bool) -> list[Song]:
        """The songs that hold every word of `query` in title, artist, album, genre or path, sorted.

        Raises `KeyError` where `column` is not one of `COLUMNS`.
        """
        words = tuple(plain(query).split())
        with self._lock:
            order = self._order(column, descending)
            places = self._search(words, order)
            return [self._songs[place] for place in places]

    def _search(self, words: tuple[str, ...], order: list[int]) -> list[int]:
        if not words:
            return order
        places, haystacks = self._start(words, order), self._haystacks
        for word in sorted(words, key=len, reverse=True):
            places = [place for place in places if word in haystacks[place]]
        self._found = _Found(words, order, places)
        return places

    def _start(self, words: tuple[str, ...], order: list[int]) -> list[int]:
        """The last answer where it holds all that this one can, as while a word is being typed."""
        found = self._found
        if found is None or found.order is not order:
            return order
        narrower = all(any(old in word for word in words) for old in found.words)
        return found.places if narrower else order

    def _order(self, column: str, descending: bool) -> list[int]:
        if (column, descending) not in self._orders:
            key = COLUMNS[column]
            keys = [key(song) for song in self._songs]
            there = [place for place, value in enumerate(keys) if value is not None]
            there.sort(key=keys.__getitem__, reverse=descending)
            absent = [place for place, value in enumerate(keys) if value is None]
            self._orders[column, descending] = there + absent
        return self._orders[column, descending]

    def update(self, songs: Sequence[Song]) -> None:
        """Take these songs' new state, and new songs; what they don't change stays worked out."""
        with self._lock:
            for song in songs:
                self._put(song)
            self._found = None

    def _put(self, song: Song) -> None:
        place = self._places.get(song.id)
        if place is None:
            self._places[SongId(song.id)] = len(self._songs)
            self._songs.append(song)
            self._haystacks.append(_haystack(song))
            self._orders.clear()
            return
        before, self._songs[place] = self._songs[place], song
        if before.tags is not song.tags or before.path != song.path:
            self._haystacks[place] = _haystack(song)
        for column, descending in list(self._orders):
            if COLUMNS[column](before) != COLUMNS[column](song):
                del self._orders[column, descending]
