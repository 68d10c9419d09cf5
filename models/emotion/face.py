"""The position of a face in a frame, and the crop for the classifier."""

from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from tui_player.models.emotion.classes import FACE_SIZE_PX

_SIZE: Final = (FACE_SIZE_PX, FACE_SIZE_PX)


class Box(NamedTuple):
    """A rectangle in a frame, pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def area(self) -> int:
        """Square pixels."""
        return self.width * self.height

    @property
    def middle(self) -> tuple[float, float]:
        """x and y of the centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    def holds_middle_of(self, other: "Box") -> bool:
        """Whether the centre of `other` lies within this box."""
        x, y = other.middle
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


class Face(NamedTuple):
    """Position and roll of a face."""

    box: Box
    roll: float = 0.0
    """Head roll in degrees, counter-clockwise in the picture; 0 is upright."""


def crop(grey: NDArray[np.uint8], box: Box, roll: float = 0.0) -> NDArray[np.uint8]:
    """Cut `box` out of `grey` [H, W], turned upright and scaled to [48, 48].

    The crop has no margin, as the faces of FER2013 have the size of the Haar cascade's boxes.
    """
    if roll:
        return _turned(grey, box, roll)
    left, top = max(box.x, 0), max(box.y, 0)
    face = grey[top : box.y + box.height, left : box.x + box.width]
    return np.asarray(cv2.resize(face, _SIZE, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _turned(grey: NDArray[np.uint8], box: Box, roll: float) -> NDArray[np.uint8]:
    """As `crop`, rotated about the centre; the frame's edge pixels fill the outside."""
    scale = FACE_SIZE_PX / max(box.width, box.height)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    # Scale down first: the rotation samples single pixels and would keep their noise.
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=method)
    x, y = (scale * value for value in box.middle)
    turn = np.asarray(cv2.getRotationMatrix2D((x, y), -roll, 1), dtype=np.float64)
    turn[:, 2] += FACE_SIZE_PX / 2 - x, FACE_SIZE_PX / 2 - y
    face = cv2.warpAffine(small, turn, _SIZE, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(face, dtype=np.uint8)
