"""Where the faces are: OpenCV's Haar cascade on a smaller frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

CASCADE: Final = "haarcascade_frontalface_alt2.xml"
SCALE_FACTOR: Final = 1.1
MIN_NEIGHBOURS: Final = 5


class Box(NamedTuple):
    """A face in its frame, pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def area(self) -> int:
        """Square pixels."""
        return self.width * self.height

    def holds_middle_of(self, other: "Box") -> bool:
        """Whether the two are about the same place."""
        x, y = other.x + other.width / 2, other.y + other.height / 2
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


@dataclass(frozen=True)
class Look:
    """One pass of the cascade."""

    longer_side: int
    """To which the frame is scaled, pixels: the cascade's cost grows with its square."""
    smallest_face: int
    """Side in the scaled frame, pixels; the cascade was trained on 20."""
    equalised: bool = False
    """Histogram spread first: finds faces in the dark, and fewer in the light."""
    margin: float = 0.0
    """Border added all round, of the sides: for a picture that is nothing but a face."""


QUICK: Final = (Look(256, 22), Look(256, 22, equalised=True))
"""A listener's face fills a tenth of the frame or more. On video of a nodding head the second look
finds one in twelve of the faces that the first one misses; a larger frame finds only false ones."""
THOROUGH: Final = (
    *QUICK,
    Look(640, 32),
    Look(320, 25, margin=0.3),
    Look(640, 32, equalised=True),
)


class FaceDetector:
    """Frontal faces, largest first."""

    def __init__(self) -> None:
        # OpenCV's stubs do not know its data folder
        folder = Path(cv2.__file__).parent / "data"
        self._cascade = cv2.CascadeClassifier(str(folder / CASCADE))

    def find(self, grey: NDArray[np.uint8], *, thorough: bool = False) -> list[Box]:
        """Faces in `grey` [H, W], largest first; looks again, harder, until it finds one.

        `thorough` takes up to ten times as long where there is none: for pictures, not for video.
        """
        for look in THOROUGH if thorough else QUICK:
            boxes = self._pass(grey, look)
            if boxes:
                return sorted(boxes, key=lambda box: -box.area)
        return []

    def _pass(self, grey: NDArray[np.uint8], look: Look) -> list[Box]:
        scale = look.longer_side / max(grey.shape)
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=method)
        if look.equalised:
            small = cv2.equalizeHist(small)
        border = int(look.margin * look.longer_side)
        if border:
            small = cv2.copyMakeBorder(small, border, border, border, border, cv2.BORDER_REPLICATE)
        found = self._cascade.detectMultiScale(
            small,
            SCALE_FACTOR,
            MIN_NEIGHBOURS,
            minSize=(look.smallest_face, look.smallest_face),
        )
        return [_in_frame(box, border, scale, grey.shape) for box in found]


def _in_frame(box: Sequence[int], border: int, scale: float, shape: tuple[int, ...]) -> Box:
    """A box of the scaled frame in pixels of the frame itself, clipped to it."""
    left, top = (round((v - border) / scale) for v in box[:2])
    right = min(left + round(box[2] / scale), shape[1])
    bottom = min(top + round(box[3] / scale), shape[0])
    left, top = max(left, 0), max(top, 0)
    return Box(left, top, right - left, bottom - top)
