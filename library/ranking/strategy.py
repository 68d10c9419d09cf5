"""Strategies and goals by name (quick to import: the command line offers them)."""

from enum import StrEnum
from typing import Final


class Strategy(StrEnum):
    """The direction of the music relative to the listener's mood."""

    MATCH = "match"
    """Music that matches the mood."""
    UPLIFT = "uplift"
    """From a negative mood to a positive one, step by step; a positive mood is enhanced."""
    CALM = "calm"
    """From the mood to calm, step by step."""
    STAY = "stay"
    """Keep the mood of the time when the strategy was chosen."""
    LEAD = "lead"
    """From the mood of that time to a chosen goal, step by step."""


Point = tuple[float, float]
"""Valence and arousal, each -1..1."""

NEUTRAL_POINT: Final[Point] = (0.0, 0.0)

POSITIVE: Final[Point] = (0.7, 0.45)
"""The goal of uplift: happy, awake."""

CALM: Final[Point] = (0.4, -0.6)
"""The goal of calm: content, at rest."""

GOALS: Final[dict[str, Point]] = {
    "happy": POSITIVE,
    "energetic": (0.35, 0.85),
    "focused": (0.2, 0.05),
    "calm": CALM,
    "sleepy": (0.15, -0.9),
    "melancholy": (-0.5, -0.45),
}
"""Goals for the listener's mood, by name."""
