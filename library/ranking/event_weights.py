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
"""Weight of a skip at the first note. It shrinks in proportion to the share played."""

CURRENT_RATING_SHARE: Final = 0.25
"""Least share of its weight that a current rating keeps, whatever its age."""

MOOD_WIDTH: Final = 0.6
"""Standard deviation of the nearness of moods, as a distance on the valence-arousal plane."""

POSITIVE_OTHER_MOOD: Final = 0.4
"""Weight of a positive event that happened in a very different mood."""

NEGATIVE_OTHER_MOOD: Final = 0.15
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


def weigh_events(
    catalog: Catalog, events: Sequence[Feedback], request: RankRequest
) -> EventWeights:
    """Weigh the events by kind, age and nearness of their mood to the request's.

    Only the last rating of a song counts, so a cleared like has no weight.
    """
    columns = _EventColumns(catalog, Events.of(events))
    ratings = catalog.ratings.astype(np.float32)
    rated, last = columns.last_ratings()
    ratings[rated] = columns.strength[last]
    older_ratings = catalog.ratings.astype(np.float32)
    older_ratings[rated] = 0
    older_rows = np.flatnonzero(older_ratings)
    counted = ~columns.is_rating
    counted[last] = columns.strength[last] != 0
    rows, strength = columns.rows[counted], columns.strength[counted]
    age_s = request.now - columns.at[counted]
    floor = CURRENT_RATING_SHARE * columns.is_rating[counted]
    decay = np.maximum(_decay(age_s, HALF_LIFE_S), floor)
    other_mood = np.where(strength > 0, POSITIVE_OTHER_MOOD, NEGATIVE_OTHER_MOOD)
    in_mood = other_mood + (1 - other_mood) * columns.nearness(request)[counted]
    weights = [strength * decay * in_mood, CURRENT_RATING_SHARE * older_ratings[older_rows]]
    recent = [strength * _decay(age_s, RECENT_HALF_LIFE_S), np.zeros(len(older_rows))]
    all_rows = np.concatenate([rows, older_rows])
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
        columns = events.columns[known]
        kind = columns["kind"]
        self.rows = rows[known]
        self.at = columns["at"]
        self._valence, self._arousal = columns["valence"], columns["arousal"]
        self.is_rating = _ARE_RATINGS[kind]
        self.strength = _STRENGTHS[kind]
        """Weight of each event, -1..1, before decay and the effect of mood."""
        is_skip = kind == KINDS.index(FeedbackKind.SKIP)
        remaining = 1 - np.nan_to_num(columns["heard_share"][is_skip], nan=0.5).clip(0, 1)
        self.strength[is_skip] *= remaining

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


def _decay(age_s: Doubles, half_life_s: float) -> Doubles:
    """Exponential decay: 1 now, 0.5 after a half-life.

    Times in the future, from a wrong clock, decay alike.
    """
    share: Doubles = np.exp2(-np.abs(age_s) / half_life_s)
    return share
