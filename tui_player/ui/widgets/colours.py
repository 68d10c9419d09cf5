"""Theme colours for the quadrants of the mood plane."""

from typing import Final

QUADRANT_COLOURS: Final = ("$warning", "$error", "$primary", "$success")
"""Colours of Q1..Q4 for dots, bars and lines."""
QUADRANT_TEXT_COLOURS: Final = ("$text-warning", "$text-error", "$text-primary", "$text-success")
"""Colours of Q1..Q4 for words, with enough contrast in light and dark themes."""
MUTED: Final = "$foreground 60%"
FAINT: Final = "$foreground 30%"
TRACK: Final = "$foreground 20%"
"""Colour of the empty part of a bar."""
NEUTRAL_RADIUS: Final = 0.15
"""Moods nearer than this to the middle of the plane have no quadrant."""


def quadrant(valence: float, arousal: float) -> int | None:
    """0..3 for Q1..Q4; None near the middle."""
    if valence * valence + arousal * arousal < NEUTRAL_RADIUS * NEUTRAL_RADIUS:
        return None
    if arousal >= 0:
        return 0 if valence >= 0 else 1
    return 2 if valence < 0 else 3


def colour(valence: float, arousal: float) -> str:
    """Colour of a dot at this place."""
    index = quadrant(valence, arousal)
    return "$foreground" if index is None else QUADRANT_COLOURS[index]


def text_colour(valence: float, arousal: float) -> str:
    """Colour of a word for this place."""
    index = quadrant(valence, arousal)
    return "$foreground" if index is None else QUADRANT_TEXT_COLOURS[index]
