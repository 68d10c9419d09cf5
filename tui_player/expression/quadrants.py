"""The names of the quadrants of the valence-arousal plane."""

from typing import Final

QUADRANT_NAMES: Final[tuple[str, str, str, str]] = ("happy", "tense", "sad", "calm")
"""Q1 (valence +, arousal +), Q2 (-, +), Q3 (-, -), Q4 (+, -)."""
