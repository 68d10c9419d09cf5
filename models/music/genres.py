"""Names of the genres of the network's output."""

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
"""Genre names as in ID3 tags, in the order of the network's `genre` output.

Each genre has at least 25 training clips. The probabilities are independent: a song may belong to
several genres or to none.
"""
