"""A word for each part of the valence-arousal plane."""

import math
from typing import Final

MOOD_WORDS: Final = (
    "warm",
    "bright",
    "energetic",
    "tense",
    "dark",
    "melancholy",
    "quiet",
    "calm",
)
"""Eighths of the valence-arousal plane, counter-clockwise from pure positive valence."""

MIDDLE: Final = 0.12
"""Radius around the centre of the plane in which a mood has no direction."""


def mood_word(valence: float, arousal: float) -> str:
    """Word for the mood at a point of the plane; both coordinates are -1..1."""
    if math.hypot(valence, arousal) < MIDDLE:
        return "even"
    return MOOD_WORDS[round(math.atan2(arousal, valence) / (math.pi / 4)) % len(MOOD_WORDS)]
