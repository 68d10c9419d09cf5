"""From readings of a face over time to a mood."""

from tui_player.mood.reading import NoReading, Reading
from tui_player.mood.state import COORDINATES, NEUTRAL, Mood, MoodSource
from tui_player.mood.tracker import MoodTracker

__all__ = [
    "COORDINATES",
    "NEUTRAL",
    "Mood",
    "MoodSource",
    "MoodTracker",
    "NoReading",
    "Reading",
]
