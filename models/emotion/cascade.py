"""One pass of OpenCV's Haar cascade over a scaled and rotated frame."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tui_player.models.emotion.face import Box, Face

CASCADE: Final = "haarcascade_frontalface_alt2.xml"
SCALE_FACTOR: Final = 1.1


@dataclass(frozen=True)
class CascadePass:
    """Settings of one cascade pass."""

    longer_side: int
    """Longer side of the scaled frame, pixels. The cost of a pass grows with its square."""
    smallest_face: int = 20
    """Side of the smallest face in the scaled frame, pixels; the cascade was trained on 20."""
    min_neighbours: int = 3
    """Number of cascade windows that must agree; a smaller frame needs fewer."""
    roll: float = 0.0
    """Head roll, degrees counter-clockwise. The pass finds heads within 15 degrees of it."""
    equalised: bool = False
    """Equalise the histogram first: finds more faces in the dark and fewer in the light."""
    margin: float = 0.0
    """Border added on all sides, as a share of `longer_side`, for pictures filled by a face."""


class Cascade:
    """The Haar cascade for frontal faces."""

    def __init__(self) -> None:
        # OpenCV's type stubs lack its data folder
        folder = Path(cv2.__file__).parent / "data"
        self._cascade = cv2.CascadeClassifier(str(folder / CASCADE))

    def faces(self, grey: NDArray[np.uint8], settings: CascadePass) -> list[Face]:
        """Faces in `grey` [H, W], largest first, in pixels of `grey`."""
        small, border = _prepared(grey, settings)
        height, width = small.shape
        back = cv2.getRotationMatrix2D((width / 2, height / 2), settings.roll, 1)
        if settings.roll:
            small = _turned_back(small, back)
        smallest = (settings.smallest_face, settings.smallest_face)
        found = self._cascade.detectMultiScale(
            small, SCALE_FACTOR, settings.min_neighbours, minSize=smallest
        )
        per_pixel = max(grey.shape) / settings.longer_side
        boxes = []
        for x, y, side, _ in found:
            middle = back @ (x + side / 2, y + side / 2, 1) - border
            boxes.append(_clipped(middle * per_pixel, side * per_pixel, grey.shape))
        boxes.sort(key=lambda box: -box.area)
        return [Face(box, settings.roll) for box in boxes if min(box.width, box.height) > 0]


def _prepared(grey: NDArray[np.uint8], settings: CascadePass) -> tuple[NDArray[np.uint8], int]:
    """Scale `grey`, equalise it and add the border; return it with the border width, pixels."""
    scale = settings.longer_side / max(grey.shape)
    height, width = (max(round(side * scale), 1) for side in grey.shape)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(grey, (width, height), interpolation=method)
    if settings.equalised:
        small = cv2.equalizeHist(small)
    border = int(settings.margin * settings.longer_side)
    if border:
        small = cv2.copyMakeBorder(small, border, border, border, border, cv2.BORDER_REPLICATE)
    return np.asarray(small, dtype=np.uint8), border


def _turned_back(picture: NDArray[np.uint8], back: cv2.typing.MatLike) -> NDArray[np.uint8]:
    height, width = picture.shape
    method = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    border = cv2.BORDER_REPLICATE
    upright = cv2.warpAffine(picture, back, (width, height), flags=method, borderMode=border)
    return np.asarray(upright, dtype=np.uint8)


def _clipped(middle: NDArray[np.float64], side: float, shape: tuple[int, ...]) -> Box:
    """Clip the square around `middle` to a frame of `shape`; the result may be empty."""
    left, top = (max(round(value - side / 2), 0) for value in middle)
    right = min(round(middle[0] + side / 2), shape[1])
    bottom = min(round(middle[1] + side / 2), shape[0])
    return Box(left, top, right - left, bottom - top)
