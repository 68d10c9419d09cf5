"""One pass of OpenCV's Haar cascade over a frame, made small and turned."""

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
class Look:
    """How to look."""

    longer_side: int
    """To which the frame is scaled, pixels: the cascade's cost grows with its square."""
    smallest_face: int = 20
    """Side in the scaled frame, pixels; the cascade was trained on 20."""
    min_neighbours: int = 3
    """So many of the cascade's windows must agree; the smaller the frame, the fewer are enough."""
    roll: float = 0.0
    """Lean of the heads to be found, degrees counter-clockwise; 15 more or less are found too."""
    equalised: bool = False
    """Histogram spread first: finds faces in the dark, and fewer in the light."""
    margin: float = 0.0
    """Border added all round, of the sides: for a picture that is nothing but a face."""


class Cascade:
    """The cascade that finds faces seen from the front."""

    def __init__(self) -> None:
        # OpenCV's stubs do not know its data folder
        folder = Path(cv2.__file__).parent / "data"
        self._cascade = cv2.CascadeClassifier(str(folder / CASCADE))

    def faces(self, grey: NDArray[np.uint8], look: Look) -> list[Face]:
        """Faces in `grey` [H, W], largest first, in its pixels."""
        small, border = _prepared(grey, look)
        height, width = small.shape
        back = cv2.getRotationMatrix2D((width / 2, height / 2), look.roll, 1)
        if look.roll:
            small = _turned_back(small, back)
        smallest = (look.smallest_face, look.smallest_face)
        found = self._cascade.detectMultiScale(
            small, SCALE_FACTOR, look.min_neighbours, minSize=smallest
        )
        per_pixel = max(grey.shape) / look.longer_side
        boxes = []
        for x, y, side, _ in found:
            middle = back @ (x + side / 2, y + side / 2, 1) - border
            boxes.append(_clipped(middle * per_pixel, side * per_pixel, grey.shape))
        boxes.sort(key=lambda box: -box.area)
        return [Face(box, look.roll) for box in boxes if min(box.width, box.height) > 0]


def _prepared(grey: NDArray[np.uint8], look: Look) -> tuple[NDArray[np.uint8], int]:
    """`grey` as the cascade gets it but for its turn, and the border's width, pixels."""
    scale = look.longer_side / max(grey.shape)
    height, width = (max(round(side * scale), 1) for side in grey.shape)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(grey, (width, height), interpolation=method)
    if look.equalised:
        small = cv2.equalizeHist(small)
    border = int(look.margin * look.longer_side)
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
    """The part within a frame of `shape` of the square around `middle`; maybe nothing."""
    left, top = (max(round(value - side / 2), 0) for value in middle)
    right = min(round(middle[0] + side / 2), shape[1])
    bottom = min(round(middle[1] + side / 2), shape[0])
    return Box(left, top, right - left, bottom - top)
