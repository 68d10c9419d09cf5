"""The words for moods, and the place of each on the valence-arousal plane.

Songs, goals, reasons and the names of the quadrants use these words. An expression stands for the
word at its place: `mood_word(*COORDINATES[label])`.
"""

import math
from typing import Final

from tui_player.expression.classes import COORDINATES

NEUTRAL: Final = "neutral"
"""The word for the middle of the plane."""

MOODS: Final[dict[str, tuple[float, float]]] = {
    "happy": COORDINATES["happy"],
    "energetic": (0.35, 0.85),
    "angry": COORDINATES["angry"],
    "tense": (-0.64, 0.45),
    "dark": (-0.70, 0.05),
    "sad": COORDINATES["sad"],
    "sleepy": (0.05, -0.85),
    "calm": (0.45, -0.55),
    "warm": (0.75, 0.0),
    NEUTRAL: COORDINATES["neutral"],
}
"""Valence and arousal of each mood, counter-clockwise from happy; a name that is an expression's
too has the same place. The others were placed so that each word has a fair part of the plane."""

MIDDLE: Final = 0.12
"""Radius around the middle of the plane in which a mood has no direction."""


def mood_word(valence: float, arousal: float) -> str:
    """The word with the place nearest to a point of the plane; both coordinates are -1..1."""
    if math.hypot(valence, arousal) < MIDDLE:
        return NEUTRAL
    return min(
        (word for word in MOODS if word != NEUTRAL),
        key=lambda word: math.dist(MOODS[word], (valence, arousal)),
    )
