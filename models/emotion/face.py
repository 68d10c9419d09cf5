"""A face in a frame, and the picture of it that is read."""

from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from tui_player.models.emotion.classes import FACE_SIZE_PX

_SIZE: Final = (FACE_SIZE_PX, FACE_SIZE_PX)


class Box(NamedTuple):
    """A part of a frame, pixels."""

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
        """Its x and y."""
        return self.x + self.width / 2, self.y + self.height / 2

    def holds_middle_of(self, other: "Box") -> bool:
        """Whether the two are about the same place."""
        x, y = other.middle
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


class Face(NamedTuple):
    """Where a face is, and how it is tilted."""

    box: Box
    roll: float = 0.0
    """Degrees by which the head leans from upright, counter-clockwise in the picture."""


def crop(grey: NDArray[np.uint8], box: Box, roll: float = 0.0) -> NDArray[np.uint8]:
    """The part of `grey` [H, W] inside `box` as [48, 48], turned upright.

    No margin: FER2013's faces are cut as the Haar cascade cuts them.
    """
    if roll:
        return _turned(grey, box, roll)
    left, top = max(box.x, 0), max(box.y, 0)
    face = grey[top : box.y + box.height, left : box.x + box.width]
    return np.asarray(cv2.resize(face, _SIZE, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _turned(grey: NDArray[np.uint8], box: Box, roll: float) -> NDArray[np.uint8]:
    """As `crop`, by a turn about the middle; beyond the frame its edge goes on."""
    scale = FACE_SIZE_PX / max(box.width, box.height)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    # Made small first: a turn alone takes single pixels, which would be noise.
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=method)
    x, y = (scale * value for value in box.middle)
    turn = np.asarray(cv2.getRotationMatrix2D((x, y), -roll, 1), dtype=np.float64)
    turn[:, 2] += FACE_SIZE_PX / 2 - x, FACE_SIZE_PX / 2 - y
    face = cv2.warpAffine(small, turn, _SIZE, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(face, dtype=np.uint8)
