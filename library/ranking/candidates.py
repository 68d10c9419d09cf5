"""The candidates for one target, re-ranked one by one by artist spacing and diversity."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from tui_player.library.catalog import NO_CODE, Catalog, Floats, Rows
from tui_player.library.ranking.request import SPACING

SPACING_COST: Final = 0.1
"""Score that a song of a spaced artist loses, beyond its lost freshness. It is low enough that no
song of a very different mood is taken instead."""

SIMILARITY_COST: Final = 0.1
"""Score that a song loses if it sounds exactly like one of the last songs of the queue: maximal
marginal relevance (Carbonell & Goldstein 1998). Cosines are taken relative to the mean song."""

VARIED_SONGS: Final = 10
"""Number of the last queued songs that a candidate is compared with."""

SAMPLE: Final = 16
"""Sampling stride for the top-k estimate."""

MARGIN: Final = 2
"""Safety margin of the top-k estimate, in sampled songs. Too many candidates cost less than a
second pass over all songs."""


class RecentSongs:
    """The last songs of the queue, and the artists to space."""

    def __init__(self, catalog: Catalog, artists: Sequence[str]) -> None:
        """`artists` were just played or queued by hand, latest last."""
        self._catalog = catalog
        self._artists = [catalog.artist_code(artist) for artist in artists[-SPACING:]]
        self.are_spaced = np.zeros(catalog.artist_count, np.bool_)
        """[number of artists], by artist code: True if the artist has just had a song."""
        self._space()
        self.rows: list[int] = []
        """Catalog rows of this queue, in order."""

    def add(self, row: int) -> None:
        """Append a song to the queue and space its artist."""
        self.rows.append(row)
        if len(self._artists) == SPACING:
            self.are_spaced[self._artists.pop(0)] = False
        self._artists.append(int(self._catalog.artists[row]))
        self._space()

    def _space(self) -> None:
        for artist in self._artists:
            self.are_spaced[artist] = artist != NO_CODE


class Candidates:
    """The songs with the highest `totals` [N] for a target, and their costs after other songs."""

    def __init__(
        self,
        catalog: Catalog,
        totals: Floats,
        size: int,
        recent: RecentSongs,
        *,
        lost_freshness: Floats,
        rested_from: Rows,
    ) -> None:
        """`lost_freshness` [N] is a spaced artist's cost besides `SPACING_COST`.

        `rested_from` [N] is the position of the queue from which on a song has rested. Songs that
        still rest are candidates too.
        """
        self._catalog, self._recent = catalog, recent
        resting = rested_from > 0
        rows, self.bound = best_rows(np.where(resting, np.float32(-math.inf), totals), size)
        self.rows = np.union1d(rows, np.flatnonzero(resting & np.isfinite(totals)))
        """Catalog rows, ascending. No song outside the candidates has a total above `bound`."""
        self.totals = totals[self.rows]
        self._rested_from = rested_from[self.rows]
        self._artists = catalog.artists[self.rows]
        self._spacing_costs = lost_freshness[self.rows] + np.float32(SPACING_COST)
        self._directions = catalog.directions(self.rows).T
        self._cosines = np.zeros((VARIED_SONGS + 1, len(self.rows)), np.float32)
        """[`VARIED_SONGS` + 1, candidates]: cosines with the last songs of the queue, as a ring
        buffer. The last row stays zero, so that no song gains from being unlike them."""
        last = recent.rows[-VARIED_SONGS:]
        if last:
            numbers = np.arange(len(recent.rows) - len(last), len(recent.rows))
            self._cosines[numbers % VARIED_SONGS] = catalog.directions(last) @ self._directions

    @property
    def are_all(self) -> bool:
        """Whether no other song is left."""
        return self.bound == -math.inf

    def best(self, position: int) -> tuple[int, bool] | None:
        """The index in `rows` of the best song after all costs, and whether its artist is spaced.

        None if a song outside the candidates may be better, or if none has rested.
        """
        if not self.rows.size:
            return None
        keys = self.totals - np.float32(SIMILARITY_COST) * self._cosines.max(axis=0)
        keys[self._rested_from > position] = -math.inf
        spaced = self._recent.are_spaced[self._artists]
        keys -= spaced * self._spacing_costs
        best = int(keys.argmax())
        is_best = keys[best] >= self.bound and keys[best] > -math.inf
        return (best, bool(spaced[best])) if is_best else None

    def remove(self, row: int, files: Sequence[int]) -> None:
        """Remove a recording by its `files`, of which `row` was queued just now.

        The row may be no candidate.
        """
        self.totals[np.isin(self.rows, files)] = -math.inf
        own = self._catalog.directions([row])[0] @ self._directions
        self._cosines[(len(self._recent.rows) - 1) % VARIED_SONGS] = own


def best_rows(totals: Floats, size: int) -> tuple[Rows, float]:
    """The rows of at least the `size` largest totals, in catalog order, and a bound on the others.

    If fewer totals are finite, the rows are those of all finite ones.
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
