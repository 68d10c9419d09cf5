"""Duplicates: songs of the same recording, found by their acoustic fingerprints."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.library.song import Song

ACOUSTIC_FINGERPRINT_BYTES: Final = 128
"""Length of a full acoustic fingerprint. Short recordings have shorter ones, which are ignored."""
MAX_BIT_ERROR_RATE: Final = 0.35
"""Bit error rate below which two fingerprints are of one recording (chance: 0.5).

Haitsma & Kalker 2002 use the same threshold. `benchmarks/identity.py` on 1,057 clips of 4Q and
Emotify: two of 558,096 pairs lie below it. Both are true duplicates (twice in the set, with
correlated waves). None of 123 copies in other formats lies above it (0.24 at most)."""
MAX_DURATION_DIFFERENCE_MS: Final = 3000
"""Largest difference between the durations of two files of one recording."""
INDEX_EVERY_WORD: Final = 3
"""Index every third 16-bit word of a fingerprint."""
LARGEST_BUCKET: Final = 64
"""Most songs that share a word. A more common word is ignored (silence, a single tone)."""

Fingerprints = NDArray[np.uint8]
Rows = NDArray[np.int64]


def recording_groups(songs: Sequence[Song]) -> NDArray[np.int32]:
    """[N]: the first row with the same recording; a song without duplicates has its own row.

    Candidates are pairs that share one of the 22 indexed 16-bit words. In copies, one word in five
    is undamaged (Haitsma & Kalker 2002 use 32-bit words). Sorting finds equal words.
    """
    first = np.arange(len(songs), dtype=np.int32)
    full: list[int] = []
    joined = bytearray()  # a list of the fingerprints would take twice the memory
    for row, song in enumerate(songs):
        acoustic_fingerprint = song.analysis.acoustic_fingerprint if song.analysis else b""
        if len(acoustic_fingerprint) == ACOUSTIC_FINGERPRINT_BYTES:
            full.append(row)
            joined += acoustic_fingerprint
    rows = np.array(full, np.int64)
    fingerprints = np.frombuffer(joined, np.uint8).reshape(-1, ACOUSTIC_FINGERPRINT_BYTES)
    durations_ms = np.array([songs[row].tags.duration_ms or 0 for row in rows], np.int64)
    for one, other in _pairs(fingerprints.view(np.uint16)[:, ::INDEX_EVERY_WORD]):
        near = np.abs(durations_ms[one] - durations_ms[other]) <= MAX_DURATION_DIFFERENCE_MS
        rates = bit_error_rates(fingerprints[one[near]], fingerprints[other[near]])
        near[near] = rates < MAX_BIT_ERROR_RATE
        for earlier, later in zip(rows[one[near]], rows[other[near]], strict=True):
            _union(first, int(earlier), int(later))
    while (first[first] != first).any():
        first = first[first]
    return first


def bit_error_rates(one: Fingerprints, other: Fingerprints) -> NDArray[np.float64]:
    """[M, B] and [M, B] bytes -> [M] shares of differing bits."""
    rates: NDArray[np.float64] = np.bitwise_count(one ^ other).sum(axis=1) / (8 * one.shape[1])
    return rates


def _pairs(words: NDArray[np.uint16]) -> Iterator[tuple[Rows, Rows]]:
    """Pairs of rows with an equal word in one column, the smaller row first; column by column."""
    for place in range(words.shape[1]):
        order = np.argsort(words[:, place], kind="stable")
        column = words[order, place]
        _values, counts = np.unique(column, return_counts=True)
        rare = np.repeat(counts <= LARGEST_BUCKET, counts)
        for step in range(1, LARGEST_BUCKET):
            at = np.flatnonzero((column[:-step] == column[step:]) & rare[:-step])
            if not len(at):
                break
            yield order[at], order[at + step]


def _root(first: NDArray[np.int32], row: int) -> int:
    while first[row] != row:
        row = int(first[row])
    return row


def _union(first: NDArray[np.int32], one: int, other: int) -> None:
    earlier, later = sorted((_root(first, one), _root(first, other)))
    first[later] = earlier
