"""What the listener did, as weights on songs: how much it counts now, in this mood."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tui_player.library.catalog import Catalog, Codes, Floats
from tui_player.library.feedback import RATING_OF_KIND, Feedback, FeedbackKind
from tui_player.library.ranking.request import Point, RankRequest
from tui_player.library.song import SongId

HALF_LIFE_S: Final = 90 * 86_400.0
"""Age at which an event counts half."""

LATEST_EVENTS: Final = 2_000
"""Events looked at: months of listening. Ratings older than these are known from the songs."""

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


@dataclass(frozen=True, slots=True)
class Evidence:
    """M pieces of evidence, and the rating of each of N songs."""

    rows: Codes
    """[M]; the song's row in the catalog."""
    weights: Floats
    """[M], -1..1; above zero speaks for the song."""
    ratings: Floats
    """[N]; 1 liked, -1 disliked, 0 neither, with the events seen."""


def gather(catalog: Catalog, events: Sequence[Feedback], request: RankRequest) -> Evidence:
    """Weigh the events by kind, age and nearness of their mood to the request's.

    Of the ratings of a song only the last counts, so that a cleared like leaves nothing behind.
    """
    recent = events[-LATEST_EVENTS:]
    mood = (request.valence, request.arousal)
    last_rating = {event.song_id: event for event in recent if event.kind in RATING_OF_KIND}
    counted = [event for event in recent if event.kind not in RATING_OF_KIND]
    counted += [event for event in last_rating.values() if RATING_OF_KIND[event.kind] != 0]
    counted = [event for event in counted if event.song_id in catalog.row_of]
    ratings = _ratings(catalog, last_rating)
    silent = ratings.copy()
    silent[[catalog.row_of[event.song_id] for event in counted if event.kind in RATING_OF_KIND]] = 0
    standing = np.flatnonzero(silent)
    rows = [catalog.row_of[event.song_id] for event in counted]
    weights = [_weight(event, mood, request.now) for event in counted]
    return Evidence(
        np.concatenate([np.array(rows, np.int32), standing.astype(np.int32)]),
        np.concatenate([np.array(weights, np.float32), STANDING_SHARE * silent[standing]]),
        ratings,
    )


def _ratings(catalog: Catalog, last_rating: dict[SongId, Feedback]) -> Floats:
    """The catalog's ratings, overruled by events that it has not been told of."""
    ratings = catalog.ratings.astype(np.float32)
    for song_id, event in last_rating.items():
        row = catalog.row_of.get(song_id)
        if row is not None:
            ratings[row] = RATING_OF_KIND[event.kind]
    return ratings


def _weight(event: Feedback, mood: Point, now: float) -> float:
    strength = _strength(event)
    floor = STANDING_SHARE if event.kind in RATING_OF_KIND else 0.0
    age = max(floor, 0.5 ** (max(0.0, now - event.at) / HALF_LIFE_S))
    elsewhere = POSITIVE_ELSEWHERE if strength > 0 else NEGATIVE_ELSEWHERE
    return float(strength * age * (elsewhere + (1 - elsewhere) * _nearness(event, mood)))


def _strength(event: Feedback) -> float:
    """What the event says, -1..1, in the mood it happened in and at once."""
    if event.kind is FeedbackKind.PLAY:
        return PLAY_STRENGTH
    if event.kind is FeedbackKind.SKIP:
        heard = 0.5 if event.heard_share is None else min(1.0, max(0.0, event.heard_share))
        return SKIP_STRENGTH * (1 - heard)
    return float(RATING_OF_KIND[event.kind])


def _nearness(event: Feedback, mood: Point) -> float:
    """1 in the same mood, towards 0 in a far one."""
    if event.valence is None or event.arousal is None:
        return UNKNOWN_NEARNESS
    distance = math.hypot(event.valence - mood[0], event.arousal - mood[1])
    return math.exp(-((distance / MOOD_WIDTH) ** 2) / 2)
