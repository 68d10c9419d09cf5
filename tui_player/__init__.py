"""A music player for the terminal that follows the listener's mood."""

from typing import Final

__version__: Final = "0.1.0"
