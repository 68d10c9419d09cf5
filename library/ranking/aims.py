"""What the songs of a queue aim at: a place on the mood plane, or a direction of sound.

A way through sound goes from one song to another along the shortest arc of the embedding space
(spherical linear interpolation; Shoemake 1985).
"""

import math
from collections.abc import Hashable
from typing import Final, Protocol

import numpy as np

from tui_player.library.catalog import Catalog, Floats
from tui_player.library.mood_words import MOODS, NEUTRAL, mood_word
from tui_player.library.ranking.pool import PoolShape
from tui_player.library.ranking.request import RankRequest, SoundWay
from tui_player.library.ranking.strategy import Point
from tui_player.library.ranking.targets import target
from tui_player.library.ranking.terms.mood import MoodFits
from tui_player.library.song import SongId

NEIGHBOURS: Final = 0.7
"""Largest distance of two mood words that are neighbours on the plane."""

SOUND_WIDTH: Final = 0.3
"""Difference in cosine at which the fit of a sound has fallen to 0.37. Cosines are taken from the
mean song."""

LAST_STEP: Final = 0.01
"""Fit of the goal's neighbours at the end of a way, as a share of their nearness."""

SOUND_SHAPE: Final = PoolShape(share=0.02, least_songs=1, plateau=0.6)
"""Nearness of sound orders the songs more than nearness of mood does."""


class Aim(Protocol):
    """The aim of each position of the queue."""

    shape: PoolShape
    """How many songs fit the aim."""

    def at(self, position: int, minutes: float) -> tuple[Hashable, Point]:
        """A key of the aim of a position that begins in `minutes`, and the mood's target there."""

    def fits(self, key: Hashable, point: Point) -> Floats:
        """[N] in [0, 1]; the fit of each song to an aim."""


class MoodAim:
    """The target of the mood's strategy.

    A song fits it less if it fits a neighbouring mood as well. So angry music is not that of fear.
    """

    shape = PoolShape()

    def __init__(self, catalog: Catalog, request: RankRequest) -> None:
        self._request = request
        self._mood_fits = MoodFits(catalog)
        self._rival_fits: dict[str, Floats] = {}
        """[N] by mood word: the best fit to one of its neighbours."""

    def at(self, position: int, minutes: float) -> tuple[Hashable, Point]:
        """The target."""
        point = target(self._request, minutes)
        return point, point

    def fits(self, key: Hashable, point: Point) -> Floats:
        """The fits to the target, each times its share beside the best fit to a neighbour."""
        fits = self._mood_fits.fit_to(point)
        word = mood_word(*point)
        if word == NEUTRAL:
            return fits
        if word not in self._rival_fits:
            self._rival_fits[word] = self._best_fits_to_neighbours(word)
        sums = fits + self._rival_fits[word]
        sums += np.float32(1e-6)
        return fits * fits / sums

    def _best_fits_to_neighbours(self, word: str) -> Floats:
        best = np.zeros(1, np.float32)
        for other, place in MOODS.items():
            if other != NEUTRAL and 0 < math.dist(place, MOODS[word]) <= NEIGHBOURS:
                best = np.maximum(best, self._mood_fits.fit_to(place))
        return best


class SoundAim:
    """The sound of a song, or of the next step from one song to another."""

    shape = SOUND_SHAPE

    def __init__(self, catalog: Catalog, request: RankRequest, way: SoundWay) -> None:
        """Raises `KeyError` if the catalog lacks a song of the way."""
        self._catalog, self._request, self._way = catalog, request, way
        self._mood_fits = MoodFits(catalog)
        ends = [way.start, way.start if way.goal is None else way.goal]
        rows = np.array([catalog.row_of[song_id] for song_id in ends])
        self._goal_row = int(rows[1])
        self._start, self._goal = catalog.directions(rows)

    def at(self, position: int, minutes: float) -> tuple[Hashable, Point]:
        """The step of the way. Within the mood, a strategy's path does not count."""
        step = min(self._way.songs_done + position + 1, self._way.songs)
        mood = self._request.valence, self._request.arousal
        return (0 if self._way.goal is None else step), mood

    def fits(self, key: Hashable, point: Point) -> Floats:
        """The nearness to the step's direction, within the mood if the way asks for it."""
        share = float(key) / self._way.songs if isinstance(key, int) else 0.0
        direction = between(self._start, self._goal, share)
        cosines = direction @ self._catalog.embeddings
        cosines *= self._catalog.inverse_norms
        fits: Floats = np.exp((cosines - 1) / np.float32(SOUND_WIDTH))
        fits[~self._catalog.embedded] = 0
        if self._way.within_mood:
            fits *= self._mood_fits.fit_to(point)
        if self._way.goal is not None:
            # The goal comes last, whatever speaks for it or for its neighbours.
            fits *= np.float32(LAST_STEP if share == 1 else 1)
            fits[self._goal_row] = float(share == 1)
        return fits


def between(start: Floats, goal: Floats, share: float) -> Floats:
    """The direction at `share` of the arc between two directions of length 1, all [K]."""
    angle = float(np.arccos(np.clip(start @ goal, -1, 1)))
    if angle < 1e-3:
        return start
    mixed: Floats = (np.sin((1 - share) * angle) * start + np.sin(share * angle) * goal) / np.sin(
        angle
    )
    return mixed.astype(np.float32)


def aim_of(catalog: Catalog, request: RankRequest) -> Aim:
    """The aim of a request. A way whose songs are gone or were not heard is ignored."""
    way = request.sound
    if way is not None and all(_is_heard(catalog, song_id) for song_id in way.ends):
        return SoundAim(catalog, request, way)
    return MoodAim(catalog, request)


def _is_heard(catalog: Catalog, song_id: SongId) -> bool:
    row = catalog.row_of.get(song_id)
    return row is not None and bool(catalog.embedded[row])
