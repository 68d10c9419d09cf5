"""From readings of a face over time to a mood."""

from tui_player.mood.reading import NoReading, Reading
from tui_player.mood.state import COORDINATES, NEUTRAL, Mood, MoodSource

__all__ = [
    "COORDINATES",
    "NEUTRAL",
    "Mood",
    "MoodSource",
    "NoReading",
    "Reading",
]
