"""The type of a reading: one frame's probabilities, or the reason why there are none."""

from dataclasses import dataclass
from enum import StrEnum


class NoReading(StrEnum):
    """Reason why a frame gave no reading; the value is shown to the listener."""

    CAMERA_OFF = "camera off"
    NO_CAMERA = "no camera"
    NO_FACE = "no face"
    DARK = "too dark"
    SEVERAL_FACES = "more than one face"
    UNSURE = "unsure"
    CALLED_WRONG = "called wrong"


@dataclass(frozen=True, slots=True)
class Reading:
    """Result of one frame."""

    probabilities: tuple[float, ...] | None
    """Probabilities in the order of `FER2013_CLASSES`; None if there is no reading."""
    reason: NoReading | None
    """Why there is no reading; None if there is one."""
    box: tuple[int, int, int, int] | None = None
    """Face in the frame: x, y, width, height in pixels; None if no face was chosen."""
