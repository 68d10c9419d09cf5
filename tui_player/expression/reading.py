"""One look at the listener."""

from dataclasses import dataclass
from enum import StrEnum


class NoReading(StrEnum):
    """Why a look at the listener gave nothing; the value is what the listener reads."""

    CAMERA_OFF = "camera off"
    NO_CAMERA = "no camera"
    NO_FACE = "no face"
    DARK = "too dark"
    SEVERAL_FACES = "more than one face"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at the listener."""

    probabilities: tuple[float, ...] | None
    """Of the seven classes in the order of `FER2013_CLASSES`; None where there is no reading."""
    reason: NoReading | None
    """Why there is none; None where there is one."""
    box: tuple[int, int, int, int] | None = None
    """Face in the frame: x, y, width, height in pixels."""
