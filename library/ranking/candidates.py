"""The best songs for one target, looked at one by one: spaced by artist, and not all alike."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from tui_player.library.catalog import NOTHING, Catalog, Floats, Rows
from tui_player.library.ranking.request import SPACING

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

MARGIN: Final = 2
"""Songs of that sample by which the guess is on the safe side: too many songs cost less than a
second look at all."""


class Recent:
    """The songs that were last put in the queue."""

    def __init__(self, catalog: Catalog, artists: Sequence[str]) -> None:
        """`artists` just heard or queued by hand, latest last."""
        self._catalog = catalog
        self._artists = [catalog.artist_code(artist) for artist in artists[-SPACING:]]
        self.are_spaced = np.zeros(catalog.artist_count, np.bool_)
        """By the artist's code; whether it has just had a song."""
        self._space()
        self.rows: list[int] = []
        """Of this queue."""

    def add(self, row: int) -> None:
        """A song more."""
        self.rows.append(row)
        if len(self._artists) == SPACING:
            self.are_spaced[self._artists.pop(0)] = False
        self._artists.append(int(self._catalog.artists[row]))
        self._space()

    def _space(self) -> None:
        for artist in self._artists:
            self.are_spaced[artist] = artist != NOTHING


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
        self._artists = catalog.artists[self.rows]
        self._lost = lost[self.rows] + np.float32(SPACING_COST)
        self._directions = catalog.directions(self.rows).T
        self._alike = np.zeros((VARIED_SONGS + 1, len(self.rows)), np.float32)
        """Cosines with the last songs of the queue, each in the place of its number there; then a
        row of zeros, for songs that sound like none of them."""
        last = recent.rows[-VARIED_SONGS:]
        if last:
            numbers = np.arange(len(recent.rows) - len(last), len(recent.rows))
            self._alike[numbers % VARIED_SONGS] = catalog.directions(last) @ self._directions

    def best(self) -> tuple[int, bool] | None:
        """The place in `rows` of the best song after all costs, and whether it was spaced; None
        where one outside the pool may be better.
        """
        keys = self.totals - np.float32(SAMENESS_COST) * self._alike.max(axis=0)
        spaced = self._recent.are_spaced[self._artists]
        keys -= spaced * self._lost
        best = int(keys.argmax())
        return (best, bool(spaced[best])) if keys[best] >= self.bound else None

    def taken(self, place: int, others: Sequence[int]) -> None:
        """The song of that place is in the queue, and can't come again, nor from `others` of its
        files.
        """
        self.totals[place] = -math.inf
        for file in others:
            self.totals[self.rows == file] = -math.inf
        own = self._directions[:, place]
        self._alike[(len(self._recent.rows) - 1) % VARIED_SONGS] = own @ self._directions


def best_rows(totals: Floats, size: int) -> tuple[Rows, float]:
    """The rows of the `size` largest totals or some more, in catalog order; a bound on the others.

    All that are finite, where those are fewer.
    """
    if size >= len(totals):
        return np.flatnonzero(np.isfinite(totals)), -math.inf
    sample = totals[::SAMPLE]
    guess = min(len(sample) - 1, 2 * size // SAMPLE + MARGIN)
    bound = float(np.partition(sample, len(sample) - 1 - guess)[len(sample) - 1 - guess])
    rows = np.flatnonzero(totals >= bound)
    if bound == -math.inf or not size <= len(rows) <= 4 * (size + MARGIN * SAMPLE):
        bound = float(np.partition(totals, len(totals) - size)[-size])
        if bound == -math.inf:
            return np.flatnonzero(np.isfinite(totals)), bound
        better, as_good = np.flatnonzero(totals > bound), np.flatnonzero(totals == bound)
        rows = np.sort(np.concatenate([better, as_good[: 4 * size]]))
    return rows, bound
