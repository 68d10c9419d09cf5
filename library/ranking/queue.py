"""The queue itself: position by position the best song for that position's target."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from tui_player.library.catalog import Catalog, Floats, Mask
from tui_player.library.feedback import Feedback
from tui_player.library.ranking.evidence import Evidence, gather
from tui_player.library.ranking.genre import genre_affinity
from tui_player.library.ranking.mood import MoodFit
from tui_player.library.ranking.pool import Pool, Recent
from tui_player.library.ranking.request import Pick, Point, RankRequest, Weights
from tui_player.library.ranking.targets import target
from tui_player.library.ranking.terms import shares, terms_of, weighted
from tui_player.library.ranking.why import Reasons, Row

DISLIKED_COST: Final = 2.0
"""More than all terms and costs together: disliked songs come when nothing else is left."""

POOL: Final = 256
"""Best songs for a target that are looked at one by one."""


def ranked(
    catalog: Catalog,
    events: Sequence[Feedback],
    request: RankRequest,
    weights: Weights,
    listeners: Floats | None = None,
) -> list[Pick]:
    """See `tui_player.library.ranking.rank`."""
    return _Ranking(catalog, events, request, weights, listeners).picks()


class _Field:
    """All songs against one target."""

    def __init__(self, target: Point, mood: Floats, base: Floats, weight: float) -> None:
        self.target = target
        self.mood = mood
        """[N]; the mood term."""
        self.totals = mood * np.float32(weight)
        """[N]; all weighted terms."""
        self.totals += base
        self.mean_mood = 0.0


class _Ranking:
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
        evidence = gather(catalog, events, request)
        affinity = genre_affinity(catalog, evidence)
        self._terms = terms_of(catalog, evidence, affinity, request, listeners)
        self._weights = shares(weights, self._terms)
        self._left = _eligible(catalog, request)
        self._base = self._weighted_terms(evidence)
        self._lost = np.float32(self._weights["freshness"]) * self._terms["freshness"]
        among = self._left.astype(np.float32)
        self._among = among / max(1, np.count_nonzero(among))
        self._means = {name: float(term @ self._among) for name, term in self._terms.items()}
        self._mood_fit = MoodFit(catalog)
        self._reasons = Reasons(catalog, evidence, affinity, request, self._weights)
        self._recent = Recent(catalog, request.recent_artists)
        self._count = int(np.count_nonzero(self._left))

    def picks(self) -> list[Pick]:
        """The queue, best first."""
        picks: list[Pick] = []
        field, pool = None, None
        while self._count > 0 and len(picks) < self._request.limit:
            point = target(self._request, len(picks))
            if field is None or field.target != point:
                field, pool = self._field(point), None
            row, pool = self._best(field, pool)
            picks.append(self._pick(row, field, picks[-1].score if picks else math.inf))
            self._take(row, field, pool)
        return picks

    def _weighted_terms(self, evidence: Evidence) -> Floats:
        """[N]; all but the mood; minus infinity for what may not be picked."""
        total = weighted(self._terms, self._weights)
        disliked = evidence.ratings < 0
        if disliked.any():
            for files in self._catalog.duplicates:
                disliked[files] = disliked[files].any()
            total -= np.float32(DISLIKED_COST) * disliked
        total[~self._left] = -np.inf
        return total

    def _field(self, point: Point) -> _Field:
        mood = self._mood_fit.of(point)
        field = _Field(point, mood, self._base, self._weights["mood"])
        field.mean_mood = float(mood @ self._among)
        return field

    def _best(self, field: _Field, pool: Pool | None) -> tuple[int, Pool]:
        """The best row after all costs. Where that leaves none as good as a song outside the pool
        may be, the pool is drawn anew, and larger if it was whole: it never changes the answer.
        """
        size = POOL
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

    def _pick(self, row: int, field: _Field, previous_score: float) -> Pick:
        terms = {"mood": float(field.mood[row])}
        terms |= {name: float(term[row]) for name, term in self._terms.items()}
        if self._recent.is_spaced(np.array([row]))[0]:
            terms["freshness"] = 0.0
        means = {"mood": field.mean_mood} | self._means
        score = sum(self._weights[name] * value for name, value in terms.items())
        if field.totals[row] < 0:
            score = 0.0
        why = self._reasons.of(Row(row, field.target, terms, means))
        return Pick(self._catalog.songs[row], min(score, previous_score), terms, why)


def _eligible(catalog: Catalog, request: RankRequest) -> Mask:
    """[N]; what may be picked: no file of a song that is excluded."""
    eligible = catalog.playable.copy()
    rows = [catalog.row_of[song_id] for song_id in request.exclude if song_id in catalog.row_of]
    for row in rows:
        eligible[catalog.files_of(row)] = False
    return eligible
