"""Builds the queue: each position gets the best song for its target."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from tui_player.library.catalog import Catalog, Floats, Mask
from tui_player.library.feedback import Feedback
from tui_player.library.mood_words import MOODS, mood_word
from tui_player.library.ranking.aims import aim_of
from tui_player.library.ranking.asked_for import asked_for, why_not_asked_for
from tui_player.library.ranking.event_weights import weigh_events
from tui_player.library.ranking.mean_song import MeanSong
from tui_player.library.ranking.pick_terms import PickTerms
from tui_player.library.ranking.picker import Choice, Picker
from tui_player.library.ranking.pool import Pool, Stage
from tui_player.library.ranking.reasons import Reasons
from tui_player.library.ranking.request import Pick, RankRequest, Weights
from tui_player.library.ranking.targets import part_of_path
from tui_player.library.ranking.terms.freshness import FRESHNESS, cool_down
from tui_player.library.ranking.terms.mood import MOOD
from tui_player.library.ranking.terms.table import compute_terms, normalised, weighted_sum
from tui_player.library.ranking.terms.term import TermInputs

DEFAULT_WEIGHTS: Final = Weights()

COOL_DOWN_COST: Final = 0.5
"""Score that a song loses right after it was played, however well it is liked."""

SEEDS_A_MOOD: Final = 1_000_003

REASON_COOL_DOWN: Final = 0.05
"""Lost score from which the cool-down is named in the reasons."""


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
        request = replace(request, seed=_seed_of_mood(request))
        self._catalog = catalog
        self._request = request
        event_weights = weigh_events(catalog, events, request)
        self._inputs = TermInputs(catalog, request, event_weights, collaborative)
        self._terms = compute_terms(self._inputs)
        self._weights = normalised(weights, self._terms)
        self._disliked = _disliked(self._inputs)
        self._asked_for = asked_for(catalog, request)
        eligible = _eligible(catalog, request) & self._asked_for
        self._mean = MeanSong(self._terms, np.flatnonzero(eligible))
        fresh = self._terms[FRESHNESS.name]
        aim = aim_of(catalog, request)
        self._picker = Picker(
            catalog,
            request,
            aim,
            Pool(
                catalog,
                eligible,
                self._disliked,
                mood_weight=weights.get(MOOD.name, 0.0),
                now=request.now,
                shape=aim.shape,
            ),
            self._weighted_terms(eligible),
            mood_weight=self._weights[MOOD.name],
            lost_freshness=np.float32(self._weights[FRESHNESS.name]) * fresh,
            mean=self._mean,
        )

    def picks(self) -> list[Pick]:
        """The queue, best first."""
        choices = list(self._picker.choices())
        return self._explained(choices) if choices else []

    def standing(self, row: int) -> Standing:
        """The song's standing for the first position of the queue, before any spacing."""
        order = self._picker.order()
        one = self._pick_terms([self._picker.choice_of(row)])
        recordings = self._catalog.recordings
        better = (order > order[row]) & (recordings != recordings[row])
        place = 1 + len(np.unique(recordings[better]))
        of = len(np.unique(recordings[order > -math.inf]))
        reasons = Reasons(self._inputs, one, self._disliked, [Stage.FITS])
        [why] = reasons.texts("nothing speaks for it more than for others", "you disliked this")
        if not self._asked_for[row]:
            why = why_not_asked_for(self._catalog.songs[row], self._request)
        if COOL_DOWN_COST * cool_down(self._terms[FRESHNESS.name])[row] > REASON_COOL_DOWN:
            why = f"heard lately, it rests · {why}"
        means = dict(zip(one.names, one.means[:, 0].tolist(), strict=True))
        may_come = bool(order[row] > -math.inf)
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
        total -= np.float32(COOL_DOWN_COST) * cool_down(self._terms[FRESHNESS.name])
        total[~eligible] = -np.inf
        return total

    def _pick_terms(self, choices: Sequence[Choice]) -> PickTerms:
        """The terms and weights of at least one song."""
        rows = np.array([one.row for one in choices])
        targets = [one.target for one in choices]
        names = (MOOD.name, *self._terms)
        parts = [term[rows] for term in self._terms.values()]
        terms = np.stack([np.array([one.mood for one in choices], np.float32), *parts])
        terms[names.index(FRESHNESS.name), [one.is_spaced for one in choices]] = 0
        means = np.empty_like(terms)
        means[0] = [one.mean_mood for one in choices]
        means[1:] = np.array([self._mean.terms[name] for name in self._terms])[:, None]
        weights = np.array([self._weights[name] for name in names], np.float32)
        return PickTerms(rows, targets, names, weights, terms, means)

    def _explained(self, choices: Sequence[Choice]) -> list[Pick]:
        """The picks with their reasons, and with scores that never rise."""
        picked = self._pick_terms(choices)
        stages = [choice.stage for choice in choices]
        texts = Reasons(self._inputs, picked, self._disliked, stages).texts()
        picks: list[Pick] = []
        lowest = math.inf
        values = zip(choices, picked.scores(), picked.named_terms(), texts, strict=True)
        for choice, score, terms, text in values:
            lowest = min(lowest, 0.0 if self._disliked[choice.row] else score)
            song = self._catalog.songs[choice.row]
            by_mood = self._request.sound is None
            part = part_of_path(self._request, choice.minutes) if by_mood else None
            picks.append(Pick(song, lowest, terms, text, part))
        return picks


def _seed_of_mood(request: RankRequest) -> int:
    """A seed for each mood word, so that neighbouring moods explore in different orders."""
    word = mood_word(request.valence, request.arousal)
    return request.seed + SEEDS_A_MOOD * list(MOODS).index(word)


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
    excluded = [*request.exclude, *([request.sound.start] if request.sound else [])]
    rows = [catalog.row_of[song_id] for song_id in excluded if song_id in catalog.row_of]
    for row in rows:
        eligible[[row, *catalog.other_files_of(row)]] = False
    return eligible
