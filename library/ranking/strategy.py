"""Strategies and goals by name (quick to import: the command line offers them)."""

from enum import StrEnum
from typing import Final

from tui_player.library.mood_words import MOODS


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


class PathPart(StrEnum):
    """The parts of a strategy's path."""

    MEETING = "meeting"
    """The songs meet the listener's mood."""
    WAY = "way"
    GOAL = "goal"


Point = tuple[float, float]
"""Valence and arousal, each -1..1."""

NEUTRAL_POINT: Final[Point] = (0.0, 0.0)

POSITIVE: Final[Point] = MOODS["happy"]
"""The goal of uplift: happy, awake."""

CALM: Final[Point] = MOODS["calm"]
"""The goal of calm: content, at rest."""

GOALS: Final[dict[str, Point]] = {
    name: MOODS[name] for name in ("happy", "warm", "energetic", "calm", "sleepy", "sad")
}
"""The moods to which a listener may want to be led, by name."""
