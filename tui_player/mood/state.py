"""The type of a mood."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class MoodSource(StrEnum):
    """Source of a mood."""

    CAMERA = "camera"
    HAND = "hand"
    NONE = "none"
    """There is no reading yet, or the last one is so old that the mood is neutral again."""


@dataclass(frozen=True, slots=True)
class Mood:
    """An estimate of the listener's mood."""

    valence: float
    """-1..1."""
    arousal: float
    """-1..1."""
    label: str
    """One of the seven class names."""
    confidence: float
    """Smoothed probability of the label, 0..1; lower if few readings came recently."""
    source: MoodSource


NEUTRAL: Final = Mood(0.0, 0.0, "neutral", 0.0, MoodSource.NONE)
