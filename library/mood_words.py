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
"""Distance from the plane's middle within which no direction is heard."""


def mood_word(valence: float, arousal: float) -> str:
    """What music at this point of the plane (each -1..1) sounds like, in a word."""
    if math.hypot(valence, arousal) < MIDDLE:
        return "even"
    return MOOD_WORDS[round(math.atan2(arousal, valence) / (math.pi / 4)) % len(MOOD_WORDS)]
