"""The names of what the network tells apart: genres and quadrants of emotion."""

from typing import Final

GENRES: Final[tuple[str, ...]] = (
    "Rock",
    "Pop",
    "Jazz",
    "Electronic",
    "World",
    "Blues",
    "R&B",
    "Vocal",
    "Country",
    "Hip-Hop",
    "Latin",
    "Folk",
    "New Age",
    "Reggae",
    "Soundtrack",
    "Easy Listening",
    "Avantgarde",
    "Classical",
)
"""Names as ID3 tags write them, in the order of the network's `genre` output.

Each has at least 25 clips to learn from; the probabilities are independent of each other, since
a song may belong to several genres or to none of these.
"""

QUADRANT_NAMES: Final[tuple[str, str, str, str]] = ("happy", "tense", "sad", "calm")
"""Q1 (valence +, arousal +), Q2 (-, +), Q3 (-, -), Q4 (+, -): the order of `quadrant`."""
