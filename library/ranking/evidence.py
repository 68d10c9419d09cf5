"""What the listener did, as weights on songs: how much it counts now, in this mood."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tui_player.library.catalog import Catalog, Codes, Doubles, Floats
from tui_player.library.feedback import RATING_OF_KIND, Feedback, FeedbackKind
from tui_player.library.ranking.request import RankRequest

HALF_LIFE_S: Final = 90 * 86_400.0
"""Age at which an event counts half."""

RECENT_HALF_LIFE_S: Final = 2 * 86_400.0
"""The same for what was liked just now."""

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
    recent: Floats
    """[M], -1..1; the same whatever the mood, fading within days."""
    ratings: Floats
    """[N]; 1 liked, -1 disliked, 0 neither, with the events seen."""


def gather(catalog: Catalog, events: Sequence[Feedback], request: RankRequest) -> Evidence:
    """Weigh the events by kind, age and nearness of their mood to the request's.

    Of the ratings of a song only the last counts, so that a cleared like leaves nothing behind.
    """
    known = [event for event in events[-LATEST_EVENTS:] if event.song_id in catalog.row_of]
    last_rating = {event.song_id: event for event in known if event.kind in RATING_OF_KIND}
    counted = [event for event in known if event.kind not in RATING_OF_KIND]
    counted += [event for event in last_rating.values() if RATING_OF_KIND[event.kind] != 0]
    ratings = catalog.ratings.astype(np.float32)
    silent = ratings.copy()
    for song_id, event in last_rating.items():
        row = catalog.row_of[song_id]
        ratings[row] = RATING_OF_KIND[event.kind]
        silent[row] = 0
    standing = np.flatnonzero(silent)
    rows = np.array([catalog.row_of[event.song_id] for event in counted], np.int32)
    strength = np.array([_strength(event) for event in counted], np.float32)
    age_s = request.now - np.array([event.at for event in counted], np.float64)
    floor = np.array([event.kind in RATING_OF_KIND for event in counted]) * STANDING_SHARE
    faded = np.maximum(_fading(age_s, HALF_LIFE_S), floor)
    elsewhere = np.where(strength > 0, POSITIVE_ELSEWHERE, NEGATIVE_ELSEWHERE)
    in_mood = elsewhere + (1 - elsewhere) * _nearness(counted, request)
    recent = strength * _fading(age_s, RECENT_HALF_LIFE_S)
    unheard = np.zeros(len(standing))
    return Evidence(
        np.concatenate([rows, standing.astype(np.int32)]),
        np.concatenate(
            [strength * faded * in_mood, STANDING_SHARE * silent[standing]], dtype=np.float32
        ),
        np.concatenate([recent, unheard], dtype=np.float32),
        ratings,
    )


def _fading(age_s: Doubles, half_life_s: float) -> Doubles:
    """1 now, 0.5 a half-life ago."""
    share: Doubles = np.exp2(-np.maximum(age_s, 0) / half_life_s)
    return share


def _strength(event: Feedback) -> float:
    """What the event says, -1..1, in the mood it happened in and at once."""
    if event.kind is FeedbackKind.PLAY:
        return PLAY_STRENGTH
    if event.kind is FeedbackKind.SKIP:
        heard = 0.5 if event.heard_share is None else min(1.0, max(0.0, event.heard_share))
        return SKIP_STRENGTH * (1 - heard)
    return float(RATING_OF_KIND[event.kind])


def _nearness(events: Sequence[Feedback], request: RankRequest) -> Doubles:
    """Of each event's mood to the request's: 1 in the same mood, towards 0 in a far one."""
    nan = math.nan
    valence = np.array([nan if event.valence is None else event.valence for event in events])
    arousal = np.array([nan if event.arousal is None else event.arousal for event in events])
    distance = np.hypot(valence - request.valence, arousal - request.arousal)
    nearness: Doubles = np.exp(-((distance / MOOD_WIDTH) ** 2) / 2)
    nearness[np.isnan(nearness)] = UNKNOWN_NEARNESS
    return nearness
