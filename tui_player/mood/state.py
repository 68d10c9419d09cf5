"""What a mood is, and where the seven classes lie."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class MoodSource(StrEnum):
    """Where the mood comes from."""

    CAMERA = "camera"
    HAND = "hand"
    NONE = "none"
    """No reading yet, or none for so long that the mood has gone back to neutral."""


@dataclass(frozen=True, slots=True)
class Mood:
    """The listener's mood as far as it can be told."""

    valence: float
    """-1..1."""
    arousal: float
    """-1..1."""
    label: str
    """One of the seven class names."""
    confidence: float
    """0..1; how much of the recent evidence speaks for the label."""
    source: MoodSource


COORDINATES: Final[dict[str, tuple[float, float]]] = {
    "angry": (-0.51, 0.59),
    "disgust": (-0.60, 0.35),
    "fear": (-0.64, 0.60),
    "happy": (0.76, 0.48),
    "sad": (-0.63, -0.27),
    "surprise": (0.40, 0.67),
    "neutral": (0.0, 0.0),
}
"""Valence and arousal of each class: Russell & Mehrabian 1977, "Evidence for a three-factor theory
of emotions", J. Research in Personality 11, 273-294 (pleasure and arousal of anger, disgust, fear,
joy, sadness and surprise); neutral is the origin by definition."""

NEUTRAL: Final = Mood(0.0, 0.0, "neutral", 0.0, MoodSource.NONE)
