"""What a mood is."""

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


NEUTRAL: Final = Mood(0.0, 0.0, "neutral", 0.0, MoodSource.NONE)
