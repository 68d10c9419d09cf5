"""What the listener did, as weights on songs: how much it counts now, in this mood."""

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
"""The same for what was liked just now."""

PLAY_STRENGTH: Final = 0.25
"""A song heard to its end, against a like of 1."""

SKIP_STRENGTH: Final = -0.6
"""A song skipped at its first note; the more was heard, the less it says."""

STANDING_SHARE: Final = 0.25
"""What a rating that still stands counts at least, however long ago it was given."""

MOOD_WIDTH: Final = 0.6
"""Distance on the valence-arousal plane at which a mood is rather another one."""

POSITIVE_ELSEWHERE: Final = 0.4
"""What praise counts in a mood wholly unlike the one it was given in."""

NEGATIVE_ELSEWHERE: Final = 0.15
"""What a rejection counts there: not now is not never."""

UNKNOWN_NEARNESS: Final = 0.5
"""Nearness of an event whose mood is not known."""

_STRENGTH: Final = {
    FeedbackKind.PLAY: PLAY_STRENGTH,
    FeedbackKind.SKIP: SKIP_STRENGTH,
    **RATING_OF_KIND,
}
_STRENGTHS: Final = np.array([_STRENGTH[kind] for kind in KINDS])
_ARE_RATINGS: Final = np.array([kind in RATING_OF_KIND for kind in KINDS])


@dataclass(frozen=True, slots=True)
class Evidence:
    """M pieces of evidence, and the rating of each of N songs."""

    rows: Rows
    """[M]; the song's row in the catalog."""
    features: Floats
    """[K + G, M]; of these songs, as in the catalog."""
    weights: Floats
    """[M], -1..1; above zero speaks for the song."""
    recent: Floats
    """[M], -1..1; the same whatever the mood, fading within days."""
    ratings: Floats
    """[N]; 1 liked, -1 disliked, 0 neither, with the events seen."""

    def directions(self, catalog: Catalog, which: Rows) -> Floats:
        """[W, K]: `Catalog.directions` of some of the songs, without looking them up again."""
        seen = self.features[: len(catalog.embeddings), which]
        seen *= catalog.inverse_norms[self.rows[which]]
        return seen.T


def gather(catalog: Catalog, events: Sequence[Feedback], request: RankRequest) -> Evidence:
    """Weigh the events by kind, age and nearness of their mood to the request's.

    Of the ratings of a song only the last counts, so that a cleared like leaves nothing behind.
    """
    said = _Said(catalog, Events.of(events))
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
    return Evidence(
        all_rows,
        catalog.features[:, all_rows],
        np.concatenate(weights, dtype=np.float32, casting="unsafe"),
        np.concatenate(recent, dtype=np.float32, casting="unsafe"),
        ratings,
    )


class _Said:
    """What the events about songs of a catalog say, column by column."""

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
        """What each says, -1..1, in the mood it happened in and at once."""
        is_skip = kind == KINDS.index(FeedbackKind.SKIP)
        left = 1 - np.nan_to_num(said["heard_share"][is_skip], nan=0.5).clip(0, 1)
        self.strength[is_skip] *= left

    def last_ratings(self) -> tuple[Rows, Rows]:
        """The rows that were rated, and the number of each one's last rating."""
        numbers = np.flatnonzero(self.is_rating)[::-1]
        rated, first = np.unique(self.rows[numbers], return_index=True)
        return rated, numbers[first]

    def nearness(self, request: RankRequest) -> Doubles:
        """Of each event's mood to the request's: 1 in the same mood, towards 0 in a far one."""
        distance = np.hypot(self._valence - request.valence, self._arousal - request.arousal)
        nearness: Doubles = np.exp(-((distance / MOOD_WIDTH) ** 2) / 2)
        nearness[np.isnan(nearness)] = UNKNOWN_NEARNESS
        return nearness


def _fading(age_s: Doubles, half_life_s: float) -> Doubles:
    """1 now, 0.5 a half-life ago, or ahead: then the clock was wrong."""
    share: Doubles = np.exp2(-np.abs(age_s) / half_life_s)
    return share
