"""The queue itself: position by position the best song for that position's target."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.library.catalog import NOTHING, Catalog, Codes, Floats, Mask
from tui_player.library.feedback import Feedback
from tui_player.library.ranking.evidence import Evidence, gather
from tui_player.library.ranking.freshness import freshness
from tui_player.library.ranking.genre import genre_affinity, genre_liking
from tui_player.library.ranking.mood import mood_fit
from tui_player.library.ranking.request import Pick, Point, RankRequest, Weights
from tui_player.library.ranking.targets import target
from tui_player.library.ranking.taste import taste
from tui_player.library.ranking.why import Reasons, Row

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

DISLIKED_COST: Final = 2.0
"""More than all terms and costs together: disliked songs come when nothing else is left."""

POOL: Final = 256
"""Best songs for a target that are looked at one by one."""


@dataclass(frozen=True, slots=True)
class _Field:
    """All songs against one target."""

    target: Point
    mood: Floats
    """[N]; the mood term."""
    mean_mood: float
    """Of the songs that may be picked."""
    totals: Floats
    """[N]; weighted terms before spacing."""
    pool: NDArray[np.intp]
    """Rows of the best songs."""
    bound: float
    """No song outside the pool has a total above this."""


def ranked(
    catalog: Catalog, events: Sequence[Feedback], request: RankRequest, weights: Weights
) -> list[Pick]:
    """See `tui_player.library.ranking.rank`."""
    ranking = _Ranking(catalog, events, request, weights)
    return ranking.picks()


class _Ranking:
    """One queue in the making."""

    def __init__(
        self,
        catalog: Catalog,
        events: Sequence[Feedback],
        request: RankRequest,
        weights: Weights,
    ) -> None:
        self._catalog = catalog
        self._request = request
        self._weights = _normalised(weights)
        evidence = gather(catalog, events, request)
        affinity = genre_affinity(catalog, evidence)
        genre = genre_liking(catalog, affinity)
        learnt = taste(catalog, evidence, genre, request.seed)
        self._terms = {
            "taste": learnt.term,
            "genre": genre,
            "freshness": freshness(catalog, request.now),
            "exploration": learnt.draw,
        }
        self._left = _eligible(catalog, request)
        self._base = self._weighted_terms(evidence)
        self._means = {name: _mean(term, self._left) for name, term in self._terms.items()}
        self._reasons = Reasons(catalog, evidence, affinity, request, self._weights)
        self._artists = [
            catalog.artist_code(artist) for artist in request.recent_artists[-SPACING:]
        ]
        self._picked: list[int] = []

    def picks(self) -> list[Pick]:
        """The queue, best first."""
        picks: list[Pick] = []
        field = None
        for position in range(self._request.limit):
            if not self._left.any():
                break
            point = target(self._request, position)
            if field is None or field.target != point:
                field = self._field(point, POOL)
            row, field = self._best(field)
            picks.append(self._pick(row, field, picks[-1].score if picks else math.inf))
            self._take(row, field)
        return picks

    def _weighted_terms(self, evidence: Evidence) -> Floats:
        """[N]; all but the mood; minus infinity for what may not be picked."""
        total = np.zeros(len(self._catalog), np.float32)
        for name, term in self._terms.items():
            total += self._weights[name] * term
        disliked = evidence.ratings < 0
        for files in self._catalog.duplicates:
            disliked[files] = disliked[files].any()
        total -= DISLIKED_COST * disliked
        total[~self._left] = -np.inf
        return total

    def _field(self, point: Point, size: int) -> _Field:
        mood = mood_fit(self._catalog, point)
        totals = self._base + self._weights["mood"] * mood
        pool, bound = _best_rows(totals, size)
        return _Field(point, mood, _mean(mood, self._left), totals, pool, bound)

    def _best(self, field: _Field) -> tuple[int, _Field]:
        """The best row after spacing. Where that leaves none as good as a song outside the pool may
        be, the pool is drawn anew, and larger if it was whole: it never changes the answer.
        """
        while True:
            keys = field.totals[field.pool] - self._spacing_costs(field.pool)
            keys -= SAMENESS_COST * self._sameness(field.pool)
            best = int(keys.argmax())
            if keys[best] >= field.bound:
                return int(field.pool[best]), field
            is_whole = bool(np.isfinite(field.totals[field.pool]).all())
            field = self._field(field.target, len(field.pool) * (4 if is_whole else 1))

    def _spacing_costs(self, rows: NDArray[np.intp]) -> Floats:
        """What songs of the last artists lose: their freshness, and a little more."""
        lost = self._weights["freshness"] * self._terms["freshness"][rows] + SPACING_COST
        costs: Floats = np.where(self._is_spaced(self._catalog.artists[rows]), lost, 0)
        return costs

    def _sameness(self, rows: NDArray[np.intp]) -> Floats:
        """In [0, 1]: the cosine to the nearest of the songs picked last."""
        last = self._catalog.seen_from_centre(self._picked[-VARIED_SONGS:])
        if not len(last):
            return np.zeros(len(rows), np.float32)
        cosines: Floats = self._catalog.seen_from_centre(rows) @ last.T
        nearest: Floats = cosines.max(axis=1)
        return nearest.clip(0, 1)

    def _is_spaced(self, artists: Codes) -> Mask:
        spaced = np.zeros(artists.shape, np.bool_)
        for artist in self._artists:
            if artist != NOTHING:
                spaced |= artists == artist
        return spaced

    def _take(self, row: int, field: _Field) -> None:
        """The song is in the queue: no more of it, in any file, and less of its artist for now."""
        files = self._catalog.files_of(row)
        self._left[files] = False
        self._base[files] = -np.inf
        field.totals[files] = -np.inf
        self._artists = [*self._artists, int(self._catalog.artists[row])][-SPACING:]
        self._picked.append(row)

    def _pick(self, row: int, field: _Field, previous_score: float) -> Pick:
        terms = {"mood": float(field.mood[row])}
        terms |= {name: float(term[row]) for name, term in self._terms.items()}
        if self._is_spaced(self._catalog.artists[row : row + 1])[0]:
            terms["freshness"] = 0.0
        means = {"mood": field.mean_mood} | self._means
        score = sum(self._weights[name] * value for name, value in terms.items())
        if field.totals[row] < 0:
            score = 0.0
        why = self._reasons.of(Row(row, field.target, terms, means))
        return Pick(self._catalog.songs[row], min(score, previous_score), terms, why)


def _normalised(weights: Weights) -> dict[str, float]:
    """The weights by name with a sum of 1; one that is negative or not a number counts nothing."""
    usable = {
        name: value if math.isfinite(value) and value > 0 else 0.0
        for name, value in asdict(weights).items()
    }
    total = sum(usable.values()) or 1.0
    return {name: value / total for name, value in usable.items()}


def _eligible(catalog: Catalog, request: RankRequest) -> Mask:
    """[N]; what may be picked: no file of a song that is excluded."""
    eligible = catalog.playable.copy()
    rows = [catalog.row_of[song_id] for song_id in request.exclude if song_id in catalog.row_of]
    for row in rows:
        eligible[catalog.files_of(row)] = False
    return eligible


def _mean(term: Floats, among: Mask) -> float:
    """Of the songs in `among`, without copying them out."""
    return float(term @ among.astype(np.float32)) / max(1, int(np.count_nonzero(among)))


def _best_rows(totals: Floats, size: int) -> tuple[NDArray[np.intp], float]:
    """The rows of the `size` largest totals in catalog order, and a bound on the others."""
    if size >= len(totals):
        return np.arange(len(totals)), -math.inf
    bound = float(np.partition(totals, len(totals) - size)[-size])
    return np.flatnonzero(totals >= bound)[:size], bound
