"""FER+ classes in the order of the networks' outputs, and the size of a face."""

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
"""FER+ crowd votes that are emotions; the published table goes on with unknown and not-a-face."""

FER2013_OF_FERPLUS: Final = (6, 3, 5, 4, 0, 1, 2, 6)
"""The FER2013 class of each FER+ one; contempt, which has none, counts as neutral."""

FACE_SIZE_PX: Final = 48
"""Side of the square grey face that the classifier reads."""
