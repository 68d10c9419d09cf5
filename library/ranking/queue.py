"""The queue itself: position by position the best song for that position's target."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tui_player.library.catalog import Catalog, Floats, Mask
from tui_player.library.feedback import Feedback
from tui_player.library.ranking.freshness import tiredness
from tui_player.library.ranking.mood import UNANALYSED_FIT, mood_fit, quadrant_fits
from tui_player.library.ranking.pool import Pool, Recent
from tui_player.library.ranking.request import Pick, Point, RankRequest, Weights
from tui_player.library.ranking.targets import target
from tui_player.library.ranking.terms import Knowledge, known, shares, terms_of, weighted
from tui_player.library.ranking.why import Reasons, Row

TIRED_COST: Final = 0.5
"""Score that a song loses which was just heard, however well it is liked."""

TELLING_COST: Final = 0.05
"""Lost score from which it is told."""

DISLIKED_COST: Final = 2.0
"""More than all terms and costs together: disliked songs come when nothing else is left."""

SAMPLE: Final = 2_000
"""Songs that tell what the mean song is like."""

LEAST_POOL: Final = 64
"""Best songs for a target that are looked at one by one."""
POOL_A_PICK: Final = 4
"""The same for each song that is wanted for the target."""


def ranked(
    catalog: Catalog,
    events: Sequence[Feedback],
    request: RankRequest,
    weights: Weights,
    listeners: Floats | None = None,
) -> list[Pick]:
    """See `tui_player.library.ranking.rank`."""
    return Ranking(catalog, events, request, weights, listeners).picks()


@dataclass(frozen=True, slots=True)
class _Field:
    """All songs against one target."""

    target: Point
    fits: Floats
    """[4]; its `quadrant_fits`."""
    totals: Floats
    """[N]; all weighted terms before spacing."""
    means: dict[str, float]
    """Of each term."""
    pool_size: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A song among all that might come next."""

    place: int
    """1 is the best."""
    of: int
    """Songs that might come next."""
    row: Row
    weights: dict[str, float]
    """Of each term, with a sum of 1."""
    why: str


class Ranking:
    """One queue in the making."""

    def __init__(
        self,
        catalog: Catalog,
        events: Sequence[Feedback],
        request: RankRequest,
        weights: Weights,
        listeners: Floats | None,
    ) -> None:
        self._catalog = catalog
        self._request = request
        self._knowledge = known(catalog, events, request)
        self._terms = terms_of(self._knowledge, request, listeners)
        self._weights = shares(weights, self._terms)
        self._left = _eligible(catalog, request)
        self._disliked = _disliked(self._knowledge)
        self._base = self._weighted_terms()
        self._lost = np.float32(self._weights["freshness"]) * self._terms["freshness"]
        among = np.flatnonzero(self._left)
        self._count = len(among)
        self._sample = among[:: max(1, len(among) // SAMPLE)]
        self._means = {name: _mean(term[self._sample]) for name, term in self._terms.items()}
        self._recent = Recent(catalog, request.recent_artists)
        self._totals = np.empty_like(self._base)
        self._unanalysed = np.flatnonzero(~catalog.analysed)

    def picks(self) -> list[Pick]:
        """The queue, best first."""
        chosen: list[Row] = []
        field, pool = None, None
        while self._count > 0 and len(chosen) < self._request.limit:
            point = target(self._request, len(chosen))
            if field is None or field.target != point:
                field, pool = self._field(point, len(chosen)), None
            row, pool = self._best(field, pool)
            chosen.append(self._row(row, field))
            self._take(row, field, pool)
        return self._told(chosen)

    def standing(self, row: int) -> "Standing":
        """Where one song stands for the first song of the queue, before any spacing."""
        field = self._field(target(self._request, 0), 0)
        one = self._row(row, field)
        reasons = Reasons(self._knowledge, self._request, self._weights, [row])
        place = 1 + int(np.count_nonzero(field.totals > field.totals[row]))
        why = reasons.of(one, "nothing speaks for it more than for others")
        if TIRED_COST * tiredness(self._catalog, self._request.now)[row] > TELLING_COST:
            why = f"heard lately, it rests · {why}"
        return Standing(place, self._count, one, self._weights, why)

    def _weighted_terms(self) -> Floats:
        """[N]; all but the mood; minus infinity for what may not be picked."""
        total = weighted(self._terms, self._weights)
        total[self._disliked] -= np.float32(DISLIKED_COST)
        total -= np.float32(TIRED_COST) * tiredness(self._catalog, self._request.now)
        total[~self._left] = -np.inf
        return total

    def _field(self, point: Point, position: int) -> _Field:
        last = target(self._request, self._request.limit - 1)
        wanted = self._request.limit - position if point == last else 1
        weight = np.float32(self._weights["mood"])
        fits = quadrant_fits(point)
        np.dot(weight * fits, self._catalog.quadrants, out=self._totals)
        self._totals[self._unanalysed] = weight * np.float32(UNANALYSED_FIT)
        self._totals += self._base
        means = self._means | {"mood": _mean(mood_fit(self._catalog, fits, self._sample))}
        return _Field(point, fits, self._totals, means, max(LEAST_POOL, POOL_A_PICK * wanted))

    def _best(self, field: _Field, pool: Pool | None) -> tuple[int, Pool]:
        """The best row after all costs. Where that leaves none as good as a song outside the pool
        may be, the pool is drawn anew, and larger if it was whole: it never changes the answer.
        """
        size = field.pool_size
        while True:
            if pool is None:
                pool = Pool(self._catalog, field.totals, size, self._recent, self._lost)
            row = pool.best()
            if row is not None:
                return row, pool
            size = len(pool.rows) * (4 if bool(np.isfinite(pool.totals).all()) else 1)
            pool = None

    def _take(self, row: int, field: _Field, pool: Pool) -> None:
        """The song is in the queue: no more of it, in any file, and less of its artist for now."""
        files = self._catalog.files_of(row)
        self._count -= int(np.count_nonzero(self._left[files]))
        self._left[files] = False
        self._base[files] = -np.inf
        field.totals[files] = -np.inf
        self._recent.add(row)
        pool.taken(row, files)

    def _row(self, row: int, field: _Field) -> Row:
        rows = np.array([row])
        terms = {"mood": float(mood_fit(self._catalog, field.fits, rows)[0])}
        terms |= {name: float(term[row]) for name, term in self._terms.items()}
        if self._recent.is_spaced(rows)[0]:
            terms["freshness"] = 0.0
        return Row(row, field.target, terms, field.means)

    def _told(self, chosen: Sequence[Row]) -> list[Pick]:
        """The picks, with scores that never rise and the reasons of each."""
        rows = [one.row for one in chosen]
        reasons = Reasons(self._knowledge, self._request, self._weights, rows)
        picks: list[Pick] = []
        lowest = math.inf
        for one in chosen:
            score = sum(self._weights[name] * value for name, value in one.terms.items())
            lowest = min(lowest, 0.0 if self._disliked[one.row] else score)
            song = self._catalog.songs[one.row]
            picks.append(Pick(song, lowest, one.terms, reasons.of(one)))
        return picks


def _mean(values: Floats) -> float:
    return float(values.mean()) if values.size else 0.0


def _disliked(knowledge: Knowledge) -> Mask:
    """[N]; what was disliked, in any of its files."""
    disliked = knowledge.evidence.ratings < 0
    if disliked.any():
        for files in knowledge.catalog.duplicates:
            disliked[files] = disliked[files].any()
    return disliked


def _eligible(catalog: Catalog, request: RankRequest) -> Mask:
    """[N]; what may be picked: no file of a song that is excluded."""
    eligible = catalog.playable.copy()
    rows = [catalog.row_of[song_id] for song_id in request.exclude if song_id in catalog.row_of]
    for row in rows:
        eligible[catalog.files_of(row)] = False
    return eligible
