"""Styles of mood words in the lists."""

from typing import Final

from tui_player.expression.quadrants import QUADRANT_NAMES
from tui_player.library.mood_words import MOODS
from tui_player.ui.widgets.colours import quadrant

MOOD_STYLES: Final = {
    word: QUADRANT_NAMES[index]
    for word, place in MOODS.items()
    if (index := quadrant(*place)) is not None
}
"""Style of each mood word with a direction: the colour of its quadrant."""
