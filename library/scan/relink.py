"""Relink: a new file takes over the history of a missing song with the same recording."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from tui_player.library.duplicates import (
    ACOUSTIC_FINGERPRINT_BYTES,
    MAX_BIT_ERROR_RATE,
    MAX_DURATION_DIFFERENCE_MS,
    bit_error_rates,
)
from tui_player.library.song import Song, SongId
from tui_player.library.store.store import Store


class Relinker:
    """Relinks newly analysed songs to missing songs by acoustic fingerprint and duration.

    A file that was retagged and moved has another content hash and another path, so only the
    acoustic fingerprint identifies it. A song with a history of its own is not relinked. The list
    of missing songs is read once, so create a new relinker after songs go missing.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def _missing(self) -> list[Song]:
        """Missing songs with a fingerprint, read once: analyses arrive a few songs at a time."""
        return [
            song for song in self._store.songs() if song.missing and _has_acoustic_fingerprint(song)
        ]

    def relink(self, analysed: Iterable[SongId]) -> None:
        """Merge the matching missing song into each of `analysed`. Raises `LibraryError`."""
        for song in map(self._store.song, analysed):
            missing = _same_recording(song, self._missing) if _has_no_history(song) else None
            if missing is not None:
                self._store.take_over(song.id, missing.id)
                self._missing.remove(missing)


def _has_no_history(song: Song) -> bool:
    return _has_acoustic_fingerprint(song) and not (
        song.missing or song.rating or song.plays or song.skips
    )


def _has_acoustic_fingerprint(song: Song) -> bool:
    if song.analysis is None:
        return False
    return len(song.analysis.acoustic_fingerprint) == ACOUSTIC_FINGERPRINT_BYTES


def _same_recording(song: Song, others: Sequence[Song]) -> Song | None:
    """The one of `others` with the same recording, else None."""
    if not others:
        return None
    rates = bit_error_rates(_fingerprints([song]), _fingerprints(others))
    differences_ms = [abs(_duration_ms(song) - _duration_ms(other)) for other in others]
    rates[np.array(differences_ms) > MAX_DURATION_DIFFERENCE_MS] = 1.0
    nearest = int(rates.argmin())
    return others[nearest] if rates[nearest] < MAX_BIT_ERROR_RATE else None


def _duration_ms(song: Song) -> int:
    return song.tags.duration_ms or 0


def _fingerprints(songs: Sequence[Song]) -> "np.ndarray[tuple[int, int], np.dtype[np.uint8]]":
    """[N, ACOUSTIC_FINGERPRINT_BYTES]"""
    joined = b"".join(song.analysis.acoustic_fingerprint for song in songs if song.analysis)
    return np.frombuffer(joined, np.uint8).reshape(len(songs), ACOUSTIC_FINGERPRINT_BYTES)
