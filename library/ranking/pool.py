"""The songs that come into question for a target: those that fit the mood and have rested.

The mood decides which songs come into question. All other terms order these.
"""

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from tui_player.library.catalog import Catalog, Floats, Mask, Rows
from tui_player.library.ranking.terms.mood import MOOD

FLOOR: Final = 0.3
"""Least fit of a fitting song, as a share of the best fits that the library has."""

CEILING: Final = 0.9
"""A song fits from this share of the best fits on, however many others do too."""

BEST_FITS: Final = 10
"""Number of songs whose mean fit counts as the best. One song alone may be an error. In a library
of less than a hundred, it is a tenth of them."""

SMALL_SHARE: Final = 0.22
"""Share of the songs that fit at most in a library of less than 150."""

FEW: Final = 100
"""Number of songs from which on more songs fit than `PoolShape.least_songs`."""

NEXT_NEAREST: Final = 0.9
"""The same floor if no fitting song has rested: the nearest other songs come."""

LEAST_BETWEEN: Final = 30
"""Songs between two plays of one song, in a library of at least twice as many."""

REST_SHARE: Final = 0.8
"""A song rests while this share of the fitting songs plays."""

LONGEST_REST: Final = 150
"""Most songs for which a song rests: ten hours. Freshness orders the songs beyond."""


PAUSE_S: Final = 24 * 60.0
"""Seconds without music that count as one song played: after a night all songs have rested."""


class Stage(IntEnum):
    """Why a song comes into question, the preferred reason first."""

    FITS = 0
    NEAREST = 1
    """No fitting song has rested."""
    RESTS = 2
    """No song has rested."""
    DISLIKED = 3
    """Nothing else is left."""


@dataclass(frozen=True, slots=True)
class PoolShape:
    """How many songs fit an aim, and how much nearness to it orders these."""

    share: float = 0.25
    """Share of the songs beyond the first `FEW` that fit at most."""
    least_songs: int = LEAST_BETWEEN + 2
    """Number of songs that fit even if that is more: a few more than play between two plays of one
    song."""
    plateau: float = 0.8
    """The mood term of a song at the edge of the fitting ones. The best `least_songs` have 1, so
    that only the other terms order them."""


class Pool:
    """Which songs of a catalog come into question at each position of one queue."""

    def __init__(
        self,
        catalog: Catalog,
        eligible: Mask,
        disliked: Mask,
        *,
        mood_weight: float,
        now: float,
        shape: PoolShape,
    ) -> None:
        """`eligible` and `disliked` are [N]. A `mood_weight` below the default lowers the floor.

        `now` is Unix time in seconds.
        """
        self._wanted = eligible & ~disliked
        self._eligible = eligible
        self._shape = shape
        self._floor = FLOOR * min(1.0, max(0.0, mood_weight) / MOOD.weight)
        self._songs_since = songs_since(catalog, now)
        self._count = len(np.unique(catalog.recordings[self._wanted]))

    def edges(self, fits: Floats) -> tuple[float, float]:
        """The least fit of a fitting song, and of the best ones, from the fits to an aim, [N]."""
        wanted = fits[self._wanted]
        if not self._floor or not wanted.size:
            return 0.0, 0.0
        few = min(self._shape.least_songs, math.ceil(SMALL_SHARE * wanted.size))
        most = max(few, int(self._shape.share * (wanted.size - FEW)))
        first = np.sort(np.partition(wanted, wanted.size - most)[-most:])[::-1]
        best = float(first[: min(BEST_FITS, 1 + wanted.size // 10)].mean())
        least = max(self._floor * best, min(float(first[-1]), CEILING * best))
        return least, max(least, float(first[few - 1]))

    def fitting(self, fits: Floats) -> Mask:
        """[N]; the songs that fit an aim."""
        least, _ = self.edges(fits)
        return self._wanted & (fits >= np.float32(least))

    def term(self, fits: Floats) -> Floats:
        """The mood term in [0, 1], from the fits to an aim: it hardly differs in the pool."""
        return mood_term(fits, *self.edges(fits), self._shape.plateau)

    def rested_from(self, fitting: Mask) -> Rows:
        """[N]; the position of the queue from which on each song has rested, 0 for most."""
        rest = rest_songs(int(fitting.sum()), self._count)
        return np.ceil(np.maximum(rest - self._songs_since, 0)).astype(np.intp)

    def admitted(
        self, stage: Stage, fits: Floats, rested_from: Rows, position: int, left: Mask
    ) -> Mask:
        """[N]; the songs that come into question at a position for the reason of a stage.

        `left` [N] are the songs not yet queued. The result is empty if there is none.
        """
        if stage is Stage.DISLIKED:
            return left & self._eligible
        left = left & self._wanted
        if stage is Stage.RESTS:
            earliest = rested_from[left].min(initial=LONGEST_REST)
            earliest_ones: Mask = left & (rested_from <= earliest)
            return earliest_ones
        rested: Mask = left & (rested_from <= position)
        if stage is Stage.FITS:
            return rested & self.fitting(fits)
        nearest: Mask = rested & (fits >= NEXT_NEAREST * fits[rested].max(initial=0))
        return nearest


def mood_term(fits: Floats, least: float, sure: float, plateau: float) -> Floats:
    """The mood term: it rises to `plateau` at the fit `least`, and to 1 at the fit `sure`."""
    below = plateau / max(least, 1e-6) * fits
    above = plateau + (1 - plateau) * (fits - least) / max(sure - least, 1e-6)
    return np.where(fits < least, below, above).clip(0, 1).astype(np.float32)


def rest_songs(fitting: int, songs: int) -> int:
    """Number of songs that play before a song comes again.

    It follows from how many songs fit, and from how many there are at all.
    """
    least = min(LEAST_BETWEEN, songs // 2)
    return max(least, min(LONGEST_REST, int(REST_SHARE * fitting)))


def songs_since(catalog: Catalog, now: float) -> Floats:
    """[N]; how many songs were played after each song's last play, at most `LONGEST_REST`.

    A pause counts as songs too: one for each `PAUSE_S`.
    """
    since = np.full(len(catalog), LONGEST_REST, np.float32)
    played = np.flatnonzero(catalog.last_played_at > -math.inf)
    latest: dict[int, int] = {}
    for row in played[np.argsort(-catalog.last_played_at[played], kind="stable")].tolist():
        latest.setdefault(int(catalog.recordings[row]), row)
        if len(latest) > LONGEST_REST:
            break
    for count, (recording, row) in enumerate(latest.items()):
        # A wrong clock gives a time in the future.
        pause_s = max(0.0, now - float(catalog.last_played_at[row]))
        rested = max(count, pause_s / PAUSE_S)
        since[catalog.recordings == recording] = min(rested, LONGEST_REST)
    return since
