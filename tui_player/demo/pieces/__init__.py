"""The demo pieces: three for each quadrant of mood, on seven invented albums.

No artist has two pieces of one quadrant, because the queue keeps songs of an artist apart.
"""

from typing import Final

from tui_player.demo.pieces.calm import moss_garden, slow_tide, sunday_later
from tui_player.demo.pieces.happy import bicycle_bell, neon_lemonade, paper_kites
from tui_player.demo.pieces.sad import empty_room, letters_unsent, november_harbour
from tui_player.demo.pieces.tense import red_signal, rust_cathedral, static_teeth
from tui_player.demo.score import Piece

_KITES = ("The Lanternfish", "Saturday Weather")
_CIRCUIT = ("Mira Voltage", "Circuit Bloom")
_RUST = ("Iron Weather", "Rust Cathedral")
_LETTERS = ("Elin Marrow", "Letters Unsent")
_DOWNHILL = ("The Tandem Brass", "Downhill")
_PLIERS = ("Pliers", "Static Teeth")
_SEASON = ("Anselm Grey", "Low Season")

PIECES: Final = (
    Piece("Sunday, Later", *_KITES, 2, "Jazz", 2024, "Q4", sunday_later, ".flac"),
    Piece("Letters Unsent", *_LETTERS, 1, "Trip-Hop", 2022, "Q3", letters_unsent, ".flac"),
    Piece("Bicycle Bell", *_DOWNHILL, 1, "Ska", 2024, "Q1", bicycle_bell),
    Piece("Red Signal", *_CIRCUIT, 2, "Industrial", 2025, "Q2", red_signal),
    Piece("Slow Tide", *_CIRCUIT, 3, "Ambient", 2025, "Q4", slow_tide),
    Piece("The Empty Room Upstairs", *_RUST, 2, "Slowcore", 2023, "Q3", empty_room),
    Piece("Neon Lemonade", *_CIRCUIT, 1, "Electronic", 2025, "Q1", neon_lemonade),
    Piece("Static Teeth", *_PLIERS, 1, "Rock", 2023, "Q2", static_teeth),
    Piece("Moss Garden", *_LETTERS, 2, "Ambient", 2022, "Q4", moss_garden),
    Piece("November Harbour", *_SEASON, 1, "Chamber Pop", 2022, "Q3", november_harbour),
    Piece("Paper Kites", *_KITES, 1, "Pop", 2024, "Q1", paper_kites),
    Piece("Rust Cathedral", *_RUST, 1, "Metal", 2023, "Q2", rust_cathedral),
)
"""In the order in which the demo composes them: one for each quadrant, three times over. Those of
the first four take the least time, so that every mood soon has music."""
