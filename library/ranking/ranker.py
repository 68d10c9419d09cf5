"""Builds the queue: each position gets the best song for its target."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tui_player.library.catalog import Catalog, Floats, Mask
from tui_player.library.feedback import Feedback
from tui_player.library.ranking.candidates import Candidates, RecentSongs
from tui_player.library.ranking.event_weights import weigh_events
from tui_player.library.ranking.mean_song import MeanSong
from tui_player.library.ranking.pick_terms import PickTerms
from tui_player.library.ranking.reasons import Reasons
from tui_player.library.ranking.request import Pick, RankRequest, Weights
from tui_player.library.ranking.strategy import Point
from tui_player.library.ranking.targets import leads_to_rest, target
from tui_player.library.ranking.terms.freshness import FRESHNESS, cool_down
from tui_player.library.ranking.terms.mood import MOOD, MoodFits
from tui_player.library.ranking.terms.table import compute_terms, normalised, weighted_sum
from tui_player.library.ranking.terms.term import TermInputs
from tui_player.library.sound_kind import SoundKind

DEFAULT_WEIGHTS: Final = Weights()

COOL_DOWN_COST: Final = 0.5
"""Score that a song loses right after it was played, however well it is liked."""

REASON_COOL_DOWN: Final = 0.05
"""Lost score from which the cool-down is named in the reasons."""

DISLIKED_COST: Final = 2.0
"""Score that a disliked song loses: more than all terms and costs together. Disliked songs come
last."""

LEAST_CANDIDATES: Final = 16
"""Least number of candidates for a target."""
CANDIDATES_PER_PICK: Final = 2
"""Number of candidates for each song wanted for the target."""


def rank(
    catalog: Catalog,
    events: Sequence[Feedback],
    request: RankRequest,
    weights: Weights = DEFAULT_WEIGHTS,
    collaborative: Floats | None = None,
) -> list[Pick]:
    """The next songs, best first: at most `request.limit`, fewer if the catalog holds fewer.

    `events` are this listener's, oldest first. `collaborative` [N] in [0, 1] is the collaborative
    filtering term, None if there are no other listeners. The same arguments give the same queue.
    Scores never rise along the queue.
    """
    return Ranking(catalog, events, request, weights, collaborative).picks()


@dataclass(frozen=True, slots=True)
class _TargetScores:
    """The scores of all songs for one target."""

    target: Point
    totals: Floats
    """[N]; the sum of all weighted terms before spacing."""
    mean_fit: float
    candidate_count: int


@dataclass(frozen=True, slots=True)
class _Choice:
    """A song for one position of the queue."""

    row: int
    scores: _TargetScores
    is_spaced: bool = False
    """Whether the artist has just had another song."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One song's place among all eligible songs."""

    place: int
    """Place for the next position; 1 is the best. Without meaning for a song that can't come."""
    of: int
    """Number of eligible recordings; several files of one recording count once."""
    terms: dict[str, float]
    means: dict[str, float]
    """The mean of each term over all eligible songs."""
    weights: dict[str, float]
    """The weight of each term, with a sum of 1."""
    why: str
    may_come: bool
    """Whether the song may come into the queue by itself."""


class Ranking:
    """Ranks the songs for one request."""

    def __init__(
        self,
        catalog: Catalog,
        events: Sequence[Feedback],
        request: RankRequest,
        weights: Weights,
        collaborative: Floats | None,
    ) -> None:
        self._catalog = catalog
        self._request = request
        event_weights = weigh_events(catalog, events, request)
        self._inputs = TermInputs(catalog, request, event_weights, collaborative)
        self._terms = compute_terms(self._inputs)
        self._weights = normalised(weights, self._terms)
        self._disliked = _disliked(self._inputs)
        self._asked_for = _asked_for(catalog, request)
        eligible = _eligible(catalog, request) & self._asked_for
        self._base = self._weighted_terms(eligible)
        self._lost_freshness = (
            np.float32(self._weights[FRESHNESS.name]) * self._terms[FRESHNESS.name]
        )
        among = np.flatnonzero(eligible)
        self._count = len(among)
        self._mean = MeanSong(self._terms, among)
        self._recent = RecentSongs(catalog, request.recent_artists)
        self._totals = np.empty_like(self._base)
        self._mood_fits = MoodFits(catalog)

    def picks(self) -> list[Pick]:
        """The queue, best first."""
        choices: list[_Choice] = []
        scores, candidates = None, None
        while self._count > 0 and len(choices) < self._request.limit:
            point = target(self._request, len(choices))
            if scores is None or scores.target != point:
                scores, candidates = self._score_target(point, len(choices)), None
            choice, candidates = self._take_best(scores, candidates)
            choices.append(choice)
        return self._explained(self._pick_terms(choices)) if choices else []

    def standing(self, row: int) -> Standing:
        """The song's standing for the first position of the queue, before any spacing."""
        scores = self._score_target(target(self._request, 0), 0)
        one = self._pick_terms([_Choice(row, scores)])
        recordings = self._catalog.recordings
        better = (scores.totals > scores.totals[row]) & (recordings != recordings[row])
        place = 1 + len(np.unique(recordings[better]))
        of = len(np.unique(recordings[scores.totals > -math.inf]))
        reasons = Reasons(self._inputs, one, self._disliked)
        why = reasons.of(0, "nothing speaks for it more than for others", "you disliked this")
        if not self._asked_for[row]:
            why = _why_not_asked_for(self._catalog.songs[row].kind, self._request)
        if COOL_DOWN_COST * cool_down(self._terms[FRESHNESS.name])[row] > REASON_COOL_DOWN:
            why = f"heard lately, it rests · {why}"
        means = dict(zip(one.names, one.means[:, 0].tolist(), strict=True))
        may_come = bool(scores.totals[row] > -math.inf)
        return Standing(place, of, one.named_terms()[0], means, self._weights, why, may_come)

    def queue_place(self, row: int) -> int | None:
        """The place of a song's recording in the queue, from 1; None if it is not queued.

        Call this last: it builds the queue, which changes this ranking.
        """
        recordings = self._catalog.recordings
        queue = [int(recordings[self._catalog.row_of[pick.song.id]]) for pick in self.picks()]
        own = int(recordings[row])
        return queue.index(own) + 1 if own in queue else None

    def _weighted_terms(self, eligible: Mask) -> Floats:
        """[N]; the sum of all terms but mood, minus costs; minus infinity for ineligible songs."""
        total = weighted_sum(self._terms, self._weights)
        total[self._disliked] -= np.float32(DISLIKED_COST)
        total -= np.float32(COOL_DOWN_COST) * cool_down(self._terms[FRESHNESS.name])
        total[~eligible] = -np.inf
        return total

    def _score_target(self, point: Point, position: int) -> _TargetScores:
        last = target(self._request, self._request.limit - 1)
        wanted = self._request.limit - position if point == last else 1
        self._mood_fits.fit_to(point, out=self._totals)
        mean_fit = self._mean.mean_of(self._totals)
        self._totals *= np.float32(self._weights[MOOD.name])
        self._totals += self._base
        return _TargetScores(
            point, self._totals, mean_fit, max(LEAST_CANDIDATES, CANDIDATES_PER_PICK * wanted)
        )

    def _take_best(
        self, scores: _TargetScores, candidates: Candidates | None
    ) -> tuple[_Choice, Candidates]:
        """Take the best song after all costs.

        If a song outside the candidates may be better, the candidates are selected again. If none
        of them was taken yet, four times as many are selected. So their number never changes the
        result.
        """
        size = scores.candidate_count
        while True:
            if candidates is None:
                candidates = Candidates(
                    self._catalog, scores.totals, size, self._recent, self._lost_freshness
                )
            best = candidates.best()
            if best is not None:
                place, is_spaced = best
                row = int(candidates.rows[place])
                others = self._catalog.other_files_of(row)
                self._take(row, others, scores)
                candidates.remove(place, others)
                return _Choice(row, scores, is_spaced), candidates
            size = len(candidates.rows) * (4 if bool(np.isfinite(candidates.totals).all()) else 1)
            candidates = None

    def _take(self, row: int, others: Sequence[int], scores: _TargetScores) -> None:
        """Queue the song: rule out all its files, and space its artist."""
        for file in (row, *others):
            self._count -= bool(self._base[file] > -math.inf)
            self._base[file] = scores.totals[file] = -math.inf
        self._recent.add(row)

    def _pick_terms(self, choices: Sequence[_Choice]) -> PickTerms:
        """The terms and weights of at least one song."""
        rows = np.array([one.row for one in choices])
        targets = [one.scores.target for one in choices]
        names = (MOOD.name, *self._terms)
        parts = [term[rows] for term in self._terms.values()]
        terms = np.stack([self._mood_fits.fit_of(rows, targets), *parts])
        terms[names.index(FRESHNESS.name), [one.is_spaced for one in choices]] = 0
        means = np.empty_like(terms)
        means[0] = [one.scores.mean_fit for one in choices]
        means[1:] = np.array([self._mean.terms[name] for name in self._terms])[:, None]
        weights = np.array([self._weights[name] for name in names], np.float32)
        return PickTerms(rows, targets, names, weights, terms, means)

    def _explained(self, picked: PickTerms) -> list[Pick]:
        """The picks with their reasons, and with scores that never rise."""
        reasons = Reasons(self._inputs, picked, self._disliked)
        picks: list[Pick] = []
        lowest = math.inf
        rows = picked.rows.tolist()
        values = zip(rows, picked.scores(), picked.named_terms(), strict=True)
        for number, (row, score, terms) in enumerate(values):
            lowest = min(lowest, 0.0 if self._disliked[row] else score)
            picks.append(Pick(self._catalog.songs[row], lowest, terms, reasons.of(number)))
        return picks


def _disliked(inputs: TermInputs) -> Mask:
    """[N]; True for all files of a disliked recording."""
    disliked = inputs.event_weights.ratings < 0
    if disliked.any():
        for files in inputs.catalog.duplicates:
            disliked[files] = disliked[files].any()
    return disliked


def _eligible(catalog: Catalog, request: RankRequest) -> Mask:
    """[N]; True for playable songs, except for all files of excluded recordings."""
    eligible = catalog.playable.copy()
    rows = [catalog.row_of[song_id] for song_id in request.exclude if song_id in catalog.row_of]
    for row in rows:
        eligible[[row, *catalog.other_files_of(row)]] = False
    return eligible


def _asked_for(catalog: Catalog, request: RankRequest) -> Mask:
    """[N]; True for music, and for speech and noise as the settings have it."""
    admitted = request.admitted
    asked: Mask = ~(catalog.speech | catalog.noise)
    if admitted.speech:
        asked |= catalog.speech
    if admitted.nature and leads_to_rest(request):
        asked |= catalog.noise
    return asked


def _why_not_asked_for(kind: SoundKind, request: RankRequest) -> str:
    if kind is SoundKind.SPEECH:
        return "speech stays out of the queue unless the settings have speech = true below [queue]"
    if request.admitted.nature:
        return "noise comes only on the way to calm"
    return "noise stays out of the queue unless the settings have nature = true below [queue]"
