"""Event weights: how much each event of the listener counts now, in the mood of the request."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tui_player.library.catalog import UNKNOWN_ROW, Catalog, Doubles, Floats, Rows
from tui_player.library.feedback import RATING_OF_KIND, Feedback, FeedbackKind
from tui_player.library.ranking.events import KINDS, Events
from tui_player.library.ranking.request import RankRequest

HALF_LIFE_S: Final = 90 * 86_400.0
"""Age at which an event counts half."""

RECENT_HALF_LIFE_S: Final = 2 * 86_400.0
"""Half-life of the recent weights, which the similarity term uses."""

PLAY_STRENGTH: Final = 0.25
"""Weight of a full play. A like weighs 1."""

SKIP_STRENGTH: Final = -0.6
"""Weight of a skip at the first note. It shrinks in proportion to the share heard."""

STANDING_SHARE: Final = 0.25
"""Least share of its weight that a current rating keeps, whatever its age."""

MOOD_WIDTH: Final = 0.6
"""Standard deviation of the nearness of moods, as a distance on the valence-arousal plane."""

POSITIVE_ELSEWHERE: Final = 0.4
"""Weight of a positive event that happened in a very different mood."""

NEGATIVE_ELSEWHERE: Final = 0.15
"""Weight of a rejection that was given in a very different mood."""

UNKNOWN_NEARNESS: Final = 0.5
"""Nearness of an event of unknown mood."""

_STRENGTH: Final = {
    FeedbackKind.PLAY: PLAY_STRENGTH,
    FeedbackKind.SKIP: SKIP_STRENGTH,
    **RATING_OF_KIND,
}
_STRENGTHS: Final = np.array([_STRENGTH[kind] for kind in KINDS])
_ARE_RATINGS: Final = np.array([kind in RATING_OF_KIND for kind in KINDS])


@dataclass(frozen=True, slots=True)
class EventWeights:
    """The weights of M events, and the rating of each of N songs."""

    rows: Rows
    """[M]; each event's song, as a row of the catalog."""
    features: Floats
    """[K + G, M]; the catalog features of these songs."""
    weights: Floats
    """[M], -1..1; positive for liking, negative for rejection."""
    recent: Floats
    """[M], -1..1; weights that ignore the mood and decay within days."""
    ratings: Floats
    """[N]; 1 liked, -1 disliked, 0 neither, after all events."""

    def directions(self, catalog: Catalog, which: Rows) -> Floats:
        """[W, K]: `Catalog.directions` of some of the M songs, from the features held here."""
        features = self.features[: len(catalog.embeddings), which]
        features *= catalog.inverse_norms[self.rows[which]]
        return features.T


def gather(catalog: Catalog, events: Sequence[Feedback], request: RankRequest) -> EventWeights:
    """Weigh the events by kind, age and nearness of their mood to the request's.

    Only the last rating of a song counts, so a cleared like has no weight.
    """
    said = _EventColumns(catalog, Events.of(events))
    ratings = catalog.ratings.astype(np.float32)
    rated, last = said.last_ratings()
    ratings[rated] = said.strength[last]
    silent = catalog.ratings.astype(np.float32)
    silent[rated] = 0
    standing = np.flatnonzero(silent)
    counted = ~said.is_rating
    counted[last] = said.strength[last] != 0
    rows, strength = said.rows[counted], said.strength[counted]
    age_s = request.now - said.at[counted]
    floor = STANDING_SHARE * said.is_rating[counted]
    faded = np.maximum(_fading(age_s, HALF_LIFE_S), floor)
    elsewhere = np.where(strength > 0, POSITIVE_ELSEWHERE, NEGATIVE_ELSEWHERE)
    in_mood = elsewhere + (1 - elsewhere) * said.nearness(request)[counted]
    weights = [strength * faded * in_mood, STANDING_SHARE * silent[standing]]
    recent = [strength * _fading(age_s, RECENT_HALF_LIFE_S), np.zeros(len(standing))]
    all_rows = np.concatenate([rows, standing])
    return EventWeights(
        all_rows,
        catalog.features[:, all_rows],
        np.concatenate(weights, dtype=np.float32, casting="unsafe"),
        np.concatenate(recent, dtype=np.float32, casting="unsafe"),
        ratings,
    )


class _EventColumns:
    """The events about known songs of a catalog, in columns."""

    def __init__(self, catalog: Catalog, events: Events) -> None:
        rows = catalog.rows_of(events.columns["song_id"])
        known = np.flatnonzero(rows != UNKNOWN_ROW)
        said = events.columns[known]
        kind = said["kind"]
        self.rows = rows[known]
        self.at = said["at"]
        self._valence, self._arousal = said["valence"], said["arousal"]
        self.is_rating = _ARE_RATINGS[kind]
        self.strength = _STRENGTHS[kind]
        """Weight of each event, -1..1, before decay and the effect of mood."""
        is_skip = kind == KINDS.index(FeedbackKind.SKIP)
        left = 1 - np.nan_to_num(said["heard_share"][is_skip], nan=0.5).clip(0, 1)
        self.strength[is_skip] *= left

    def last_ratings(self) -> tuple[Rows, Rows]:
        """The rated rows, and the index of the last rating of each."""
        numbers = np.flatnonzero(self.is_rating)[::-1]
        rated, first = np.unique(self.rows[numbers], return_index=True)
        return rated, numbers[first]

    def nearness(self, request: RankRequest) -> Doubles:
        """Nearness of each event's mood to the request's: 1 if equal, towards 0 if distant."""
        distance = np.hypot(self._valence - request.valence, self._arousal - request.arousal)
        nearness: Doubles = np.exp(-((distance / MOOD_WIDTH) ** 2) / 2)
        nearness[np.isnan(nearness)] = UNKNOWN_NEARNESS
        return nearness


def _fading(age_s: Doubles, half_life_s: float) -> Doubles:
    """Exponential decay: 1 now, 0.5 after a half-life.

    Times in the future, from a wrong clock, decay alike.
    """
    share: Doubles = np.exp2(-np.abs(age_s) / half_life_s)
    return share
