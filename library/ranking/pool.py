"""The best songs for one target, looked at one by one: spaced by artist, and not all alike."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.library.catalog import NOTHING, Catalog, Floats, Mask

SPACING: Final = 3
"""Songs between two of one artist, where others fit nearly as well."""

SPACING_COST: Final = 0.1
"""Score that a song of a spaced artist must lead by, beyond its lost freshness. Not so much that a
song of quite another mood would be taken instead."""

SAMENESS_COST: Final = 0.1
"""Score that a song loses which sounds exactly like one of the last songs of the queue (maximal
marginal relevance; Carbonell & Goldstein 1998, seen from the mean song)."""

VARIED_SONGS: Final = 10
"""Songs of the queue that a further one is compared with."""

SAMPLE: Final = 16
"""Of so many songs one is looked at to guess how good the best are."""

Rows = NDArray[np.intp]


class Recent:
    """The songs that were last put in the queue."""

    def __init__(self, catalog: Catalog, artists: Sequence[str]) -> None:
        """`artists` just heard or queued by hand, latest last."""
        self._catalog = catalog
        self._artists = [catalog.artist_code(artist) for artist in artists[-SPACING:]]
        self.rows: list[int] = []
        """Of this queue."""

    def add(self, row: int) -> None:
        """A song more."""
        self.rows.append(row)
        self._artists = [*self._artists, int(self._catalog.artists[row])][-SPACING:]

    def is_spaced(self, rows: Rows) -> Mask:
        """[M]; whether a song's artist has just had one."""
        artists = self._catalog.artists[rows]
        spaced = np.zeros(artists.shape, np.bool_)
        for artist in self._artists:
            if artist != NOTHING:
                spaced |= artists == artist
        return spaced


class Pool:
    """The best songs for a target, by `totals` [N], and what each costs after others."""

    def __init__(
        self, catalog: Catalog, totals: Floats, size: int, recent: Recent, lost: Floats
    ) -> None:
        """`lost` [N]: what a song of a spaced artist loses, but for the spacing's own cost."""
        self._recent = recent
        self.rows, self.bound = best_rows(totals, size)
        """Rising; `bound`: no song outside the pool has a higher total."""
        self.totals = totals[self.rows]
        self._lost = lost[self.rows] + np.float32(SPACING_COST)
        self._directions = catalog.directions(self.rows)
        self._alike = np.zeros((VARIED_SONGS, len(self.rows)), np.float32)
        """Cosines with the last songs of the queue, each in the place of its number there."""
        last = recent.rows[-VARIED_SONGS:]
        if last:
            numbers = np.arange(len(recent.rows) - len(last), len(recent.rows))
            self._alike[numbers % VARIED_SONGS] = catalog.directions(last) @ self._directions.T

    def best(self) -> int | None:
        """The best row after all costs; None where one outside the pool may be better."""
        keys = self.totals - np.float32(SAMENESS_COST) * self._alike.max(axis=0).clip(0, 1)
        keys -= self._recent.is_spaced(self.rows) * self._lost
        best = int(keys.argmax())
        return int(self.rows[best]) if keys[best] >= self.bound else None

    def taken(self, row: int, files: Rows) -> None:
        """The pool's song is in the queue: in none of its `files` can it come again."""
        for file in files:
            self.totals[self.rows == file] = -np.inf
        own = self._directions[np.searchsorted(self.rows, row)]
        self._alike[(len(self._recent.rows) - 1) % VARIED_SONGS] = self._directions @ own


def best_rows(totals: Floats, size: int) -> tuple[Rows, float]:
    """The rows of the `size` largest totals or some more, in catalog order; a bound on the others.

    All that are finite, where those are fewer.
    """
    if size >= len(totals):
        return np.flatnonzero(np.isfinite(totals)), -math.inf
    sample = totals[::SAMPLE]
    guess = min(len(sample) - 1, 2 * size // SAMPLE)
    bound = float(np.partition(sample, len(sample) - 1 - guess)[len(sample) - 1 - guess])
    rows = np.flatnonzero(totals >= bound)
    if not size <= len(rows) <= 4 * size:
        bound = float(np.partition(totals, len(totals) - size)[-size])
        if bound == -math.inf:
            return np.flatnonzero(np.isfinite(totals)), bound
        better, as_good = np.flatnonzero(totals > bound), np.flatnonzero(totals == bound)
        rows = np.sort(np.concatenate([better, as_good[: 4 * size]]))
    return rows, bound
