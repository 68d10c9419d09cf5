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
    """One of the seven class names; empty if no class is clear."""
    confidence: float
    """The label's part of the look, 0..1; 0 without a label."""
    source: MoodSource


NEUTRAL: Final = Mood(0.0, 0.0, "neutral", 0.0, MoodSource.NONE)
