"""FER+ classes in the order of the network's output, and the input size of a face."""

from typing import Final

FERPLUS_CLASSES: Final = (
    "neutral",
    "happiness",
    "surprise",
    "sadness",
    "anger",
    "disgust",
    "fear",
    "contempt",
)
"""The eight emotions of FER+. The published table also has `unknown` and `not a face`."""

FER2013_OF_FERPLUS: Final = (6, 3, 5, 4, 0, 1, 2, 6)
"""FER2013 class of each FER+ class. FER2013 has no contempt, so it counts as neutral."""

FACE_SIZE_PX: Final = 48
"""Side of the square grey face, the classifier's input."""
