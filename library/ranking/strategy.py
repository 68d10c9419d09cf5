"""Strategies and goals by name (quick to import: the command line offers them)."""

from enum import StrEnum
from typing import Final


class Strategy(StrEnum):
    """Where the music should lead, seen from the mood."""

    MATCH = "match"
    """Music that is like the mood."""
    UPLIFT = "uplift"
    """From a negative mood towards a positive one, step by step; a positive one is enhanced."""
    CALM = "calm"
    """Towards calm."""
    STAY = "stay"
    """Stay with the mood as it was when this was chosen."""
    LEAD = "lead"
    """From the mood as it was then to one that was chosen, step by step."""


Point = tuple[float, float]
"""Valence and arousal, each -1..1."""

NEUTRAL_GROUND: Final[Point] = (0.0, 0.0)

POSITIVE: Final[Point] = (0.7, 0.45)
"""Where uplift leads: happy, awake."""

CALM: Final[Point] = (0.4, -0.6)
"""Where calm leads: content, at rest."""

GOALS: Final[dict[str, Point]] = {
    "happy": POSITIVE,
    "energetic": (0.35, 0.85),
    "focused": (0.2, 0.05),
    "calm": CALM,
    "sleepy": (0.15, -0.9),
    "melancholy": (-0.5, -0.45),
}
"""Where a listener may want to be led, by name."""
