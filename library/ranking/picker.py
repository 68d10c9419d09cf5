"""Picks songs position by position: from the songs in question the one with the highest score."""

import math
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from tui_player.library.catalog import Catalog, Floats, Mask, Rows
from tui_player.library.ranking.aims import Aim
from tui_player.library.ranking.candidates import Candidates, RecentSongs
from tui_player.library.ranking.mean_song import MeanSong
from tui_player.library.ranking.pool import Pool, Stage
from tui_player.library.ranking.request import MINUTES_A_SONG, RankRequest
from tui_player.library.ranking.strategy import Point
from tui_player.library.song import Song

LEAST_CANDIDATES: Final = 16
"""Least number of candidates for a target."""
CANDIDATES_PER_PICK: Final = 2
"""Number of candidates for each song wanted for the target."""


STAGE_STEP: Final = np.float32(10.0)
"""Difference in order between two stages: more than all terms and costs."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A song for one position of the queue."""

    row: int
    target: Point
    mood: float
    """The song's mood term."""
    mean_mood: float
    """The mean mood term of all songs for the target."""
    minutes: float
    """Minutes until the song begins."""
    stage: Stage
    is_spaced: bool
    """Whether the artist has just had another song."""


@dataclass(slots=True)
class _Round:
    """All songs for one aim."""

    key: Hashable
    target: Point
    fits: Floats
    """[N]; how well each song fits the aim."""
    moods: Floats
    """[N]; the mood term."""
    totals: Floats
    """[N]; the score of each song in question, minus infinity for the others."""
    rested_from: Rows
    """[N]; the position from which on each song has rested."""
    size: int
    """Number of candidates to select."""
    candidates: Candidates | None = None


class Picker:
    """Picks songs for one request. A picked song does not come again."""

    def __init__(
        self,
        catalog: Catalog,
        request: RankRequest,
        aim: Aim,
        pool: Pool,
        base: Floats,
        *,
        mood_weight: float,
        lost_freshness: Floats,
        mean: MeanSong,
    ) -> None:
        """`base` [N] is the score of all terms but mood, minus infinity for ineligible songs.

        `lost_freshness` [N] is what a spaced artist's songs lose besides the spacing cost.
        """
        self._catalog, self._request, self._aim = catalog, request, aim
        self._pool, self._mean = pool, mean
        self._left = base.copy()
        self._mood_weight = np.float32(mood_weight)
        self._lost_freshness = lost_freshness
        self._recent = RecentSongs(catalog, request.recent_artists)
        self._round: _Round | None = None

    def order(self) -> Floats:
        """[N]; a higher number for a song that comes sooner at the first position.

        It is minus infinity for a song that can't come.
        """
        songs = self._round_for(*self._aim.at(0, 0.0), 0)
        left = self._left > -math.inf
        order = self._totals(songs.moods, left)
        for stage in Stage:
            order += STAGE_STEP * self._pool.admitted(stage, songs.fits, songs.rested_from, 0, left)
        return order

    def choice_of(self, row: int) -> Choice:
        """The song as if it were picked for the first position."""
        songs = self._round_for(*self._aim.at(0, 0.0), 0)
        return self._choice_of(row, songs, 0.0, Stage.FITS, is_spaced=False)

    def choices(self) -> Iterator[Choice]:
        """Songs for the positions of the queue in order, until none is left."""
        minutes = 0.0
        for position in range(self._request.limit):
            choice = self._choice(position, minutes)
            if choice is None:
                return
            yield choice
            minutes += minutes_of(self._catalog.songs[choice.row])

    def _choice(self, position: int, minutes: float) -> Choice | None:
        key, point = self._aim.at(position, minutes)
        if self._round is None or (self._round.key, self._round.target) != (key, point):
            self._round = self._round_for(key, point, position)
        for stage in Stage:
            best = self._best_of(stage, self._round, position)
            if best is not None:
                row, is_spaced = best
                self._take(row, self._round)
                return self._choice_of(row, self._round, minutes, stage, is_spaced=is_spaced)
        return None

    def _round_for(self, key: Hashable, point: Point, position: int) -> _Round:
        fits = self._aim.fits(key, point)
        moods = self._pool.term(fits)
        fitting = self._pool.fitting(fits)
        rested_from = self._pool.rested_from(fitting)
        comes = fitting & (rested_from < self._request.limit)
        is_last = self._aim.at(self._request.limit, math.inf) == (key, point)
        wanted = self._request.limit - position if is_last else 1
        return _Round(
            key,
            point,
            fits,
            moods,
            self._totals(moods, comes),
            rested_from,
            max(LEAST_CANDIDATES, CANDIDATES_PER_PICK * wanted),
        )

    def _choice_of(
        self, row: int, songs: _Round, minutes: float, stage: Stage, *, is_spaced: bool
    ) -> Choice:
        mean_mood = self._mean.mean_of(songs.moods)
        mood = float(songs.moods[row])
        return Choice(row, songs.target, mood, mean_mood, minutes, stage, is_spaced)

    def _totals(self, moods: Floats, admitted: Mask) -> Floats:
        """[N]; the scores of the admitted songs that are left."""
        totals = self._mood_weight * moods
        totals += self._left
        totals[~admitted] = -math.inf
        return totals

    def _best_of(self, stage: Stage, songs: _Round, position: int) -> tuple[int, bool] | None:
        """The row of the best song of a stage, and whether its artist is spaced."""
        if stage is Stage.FITS:
            return self._best_fitting(songs, position)
        left = self._left > -math.inf
        admitted = self._pool.admitted(stage, songs.fits, songs.rested_from, position, left)
        totals = self._totals(songs.moods, admitted)
        none_rests = np.zeros_like(songs.rested_from)
        candidates = Candidates(
            self._catalog,
            totals,
            len(totals),
            self._recent,
            lost_freshness=self._lost_freshness,
            rested_from=none_rests,
        )
        best = candidates.best(position)
        return None if best is None else (int(candidates.rows[best[0]]), best[1])

    def _best_fitting(self, songs: _Round, position: int) -> tuple[int, bool] | None:
        """The best fitting song.

        If a song outside the candidates may be better, the candidates are selected again. If none
        of them was taken yet, four times as many are selected. So their number never changes the
        result.
        """
        size = songs.size
        while True:
            if songs.candidates is None:
                songs.candidates = Candidates(
                    self._catalog,
                    songs.totals,
                    size,
                    self._recent,
                    lost_freshness=self._lost_freshness,
                    rested_from=songs.rested_from,
                )
            best = songs.candidates.best(position)
            if best is not None:
                return int(songs.candidates.rows[best[0]]), best[1]
            if songs.candidates.are_all:
                return None
            untouched = bool(np.isfinite(songs.candidates.totals).all())
            size = len(songs.candidates.rows) * (4 if untouched else 1)
            songs.candidates = None

    def _take(self, row: int, songs: _Round) -> None:
        """Queue the song: rule out all its files, and space its artist."""
        files = [row, *self._catalog.other_files_of(row)]
        self._left[files] = songs.totals[files] = -math.inf
        self._recent.add(row)
        if songs.candidates is not None:
            songs.candidates.remove(row, files)


def minutes_of(song: Song) -> float:
    """The song's length in minutes; `MINUTES_A_SONG` if it is unknown."""
    length_ms = song.tags.duration_ms
    return length_ms / 60_000 if length_ms else MINUTES_A_SONG
