"""Which songs are the same recording, by the prints of their sound."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.library.song import Song

PRINT_BYTES: Final = 128
"""Of a whole print; a shorter one, of a short recording, tells too little."""
SAME: Final = 0.35
"""Share of differing bits below which two prints are of one recording (chance: 0.5).

Also the threshold of Haitsma & Kalker 2002. `benchmarks/identity.py` on 1,057 clips of 4Q and
Emotify: of 558,096 pairs two lie below it, which are the same recordings indeed (each twice in the
set, with correlated waves); of 123 copies in other formats none lies above (0.24 at most)."""
LENGTHS_APART_MS: Final = 3000
"""By how much the lengths of its files may differ."""
EVERY_WORD: Final = 3
"""Of a print's words one in so many is looked for."""
LONGEST_RUN: Final = 64
"""Songs that share a word; more of them share it by chance (silence, a lone tone)."""

Prints = NDArray[np.uint8]
Rows = NDArray[np.int64]


def groups(songs: Sequence[Song]) -> NDArray[np.int32]:
    """[N]: the row of the first song that is the same recording, its own where there is none.

    Candidates are pairs that share one of 22 words of 16 bits of their prints: of copies one word
    in five is undamaged (Haitsma & Kalker 2002 do so with words of 32), and sorting finds it.
    """
    first = np.arange(len(songs), dtype=np.int32)
    found = [song.analysis.sound if song.analysis else b"" for song in songs]
    rows = np.array([row for row, one in enumerate(found) if len(one) == PRINT_BYTES], np.int64)
    if len(rows) < 2:
        return first
    joined = np.frombuffer(b"".join(found[row] for row in rows), np.uint8)
    prints = joined.reshape(len(rows), PRINT_BYTES)
    lengths_ms = np.array([songs[row].tags.duration_ms or 0 for row in rows], np.int64)
    for one, other in _pairs(prints.view(np.uint16)[:, ::EVERY_WORD]):
        near = np.abs(lengths_ms[one] - lengths_ms[other]) <= LENGTHS_APART_MS
        near[near] = differences(prints[one[near]], prints[other[near]]) < SAME
        for earlier, later in zip(rows[one[near]], rows[other[near]], strict=True):
            _join(first, int(earlier), int(later))
    return np.array([_root(first, row) for row in range(len(first))], np.int32)


def differences(one: Prints, other: Prints) -> NDArray[np.float64]:
    """[M, B] and [M, B] -> [M] shares of differing bits."""
    shares: NDArray[np.float64] = np.bitwise_count(one ^ other).sum(axis=1) / (8 * one.shape[1])
    return shares


def _pairs(words: NDArray[np.uint16]) -> Iterator[tuple[Rows, Rows]]:
    """Pairs of rows, the smaller first, that share a word, place by place."""
    for place in range(words.shape[1]):
        order = np.argsort(words[:, place], kind="stable")
        column = words[order, place]
        _values, counts = np.unique(column, return_counts=True)
        telling = np.repeat(counts <= LONGEST_RUN, counts)
        for step in range(1, LONGEST_RUN):
            at = np.flatnonzero((column[:-step] == column[step:]) & telling[:-step])
            if not len(at):
                break
            yield order[at], order[at + step]


def _root(first: NDArray[np.int32], row: int) -> int:
    while first[row] != row:
        row = int(first[row])
    return row


def _join(first: NDArray[np.int32], one: int, other: int) -> None:
    earlier, later = sorted((_root(first, one), _root(first, other)))
    first[later] = earlier
