"""Songs that were lost and are heard again: what was made of them follows their sound."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from tui_player.library.duplicates import LENGTHS_APART_MS, PRINT_BYTES, SAME, differences
from tui_player.library.song import Song, SongId
from tui_player.library.store.store import Store


class Reunion:
    """Gives songs just heard what was made of a missing song with the same sound.

    A file that is retagged and moved at once has another content and another path: only its sound
    tells whose it is. A song that has a history of its own keeps that. For as long as no further
    song goes missing.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def _lost(self) -> list[Song]:
        """Looked for once: a large library is heard a few songs at a time."""
        return [song for song in self._store.songs() if song.missing and _has_print(song)]

    def reunite(self, heard: Iterable[SongId]) -> None:
        """Let each of `heard` take over the lost song that it is. Raises `LibraryError`."""
        for song in map(self._store.song, heard):
            former = _same(song, self._lost) if _is_unknown(song) else None
            if former is not None:
                self._store.take_over(song.id, former.id)
                self._lost.remove(former)


def _is_unknown(song: Song) -> bool:
    return _has_print(song) and not (song.missing or song.rating or song.plays or song.skips)


def _has_print(song: Song) -> bool:
    return song.analysis is not None and len(song.analysis.sound) == PRINT_BYTES


def _same(song: Song, others: Sequence[Song]) -> Song | None:
    """The one of `others` that sounds the same."""
    if not others:
        return None
    apart = differences(_prints([song]), _prints(others))
    lengths = [abs(_length_ms(song) - _length_ms(other)) for other in others]
    apart[np.array(lengths) > LENGTHS_APART_MS] = 1.0
    nearest = int(apart.argmin())
    return others[nearest] if apart[nearest] < SAME else None


def _length_ms(song: Song) -> int:
    return song.tags.duration_ms or 0


def _prints(songs: Sequence[Song]) -> "np.ndarray[tuple[int, int], np.dtype[np.uint8]]":
    """[N, PRINT_BYTES]"""
    joined = b"".join(song.analysis.sound for song in songs if song.analysis)
    return np.frombuffer(joined, np.uint8).reshape(len(songs), PRINT_BYTES)
