"""The seven classes of expressions, and their coordinates on the valence-arousal plane."""

from typing import Final

FER2013_CLASSES: Final = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
"""Original FER2013 labels, in the order of their indices."""

COORDINATES: Final[dict[str, tuple[float, float]]] = {
    "angry": (-0.51, 0.74),
    "disgust": (-0.60, 0.35),
    "fear": (-0.64, 0.45),
    "happy": (0.76, 0.48),
    "sad": (-0.63, -0.27),
    "surprise": (0.40, 0.67),
    "neutral": (0.0, 0.0),
}
"""Valence and arousal of each class: Russell & Mehrabian 1977, "Evidence for a three-factor theory
of emotions", J. Research in Personality 11, 273-294 (pleasure and arousal of anger, disgust, fear,
joy, sadness and surprise); neutral is the origin by definition. Anger and fear are nearly one place
there, and differ in dominance, which the plane lacks. To tell them apart, anger (dominant) is moved
up in arousal by 0.15, and fear (submissive) down by as much."""
