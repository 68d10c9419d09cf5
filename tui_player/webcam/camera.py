"""A camera as a frame source."""

import time
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tui_player.errors import VisionError

WIDTH: Final = 640
HEIGHT: Final = 480
QUEUED_FRAMES: Final = 5
"""Largest number of frames that a driver keeps in its queue."""
WAITED_S: Final = 0.005
"""A grab that takes longer than this waited for a new frame."""


class CameraSource:
    """Frame source that gives the newest frame of a camera."""

    def __init__(self, index: int) -> None:
        """Open camera `index`; raises `VisionError` if it is missing, busy or forbidden."""
        self.name = f"camera {index}"
        self._capture = cv2.VideoCapture(index)
        if not self._capture.isOpened():
            self._capture.release()
            raise VisionError(f"{self.name}: not there, in use by another program, or not allowed")
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH)
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT)
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)

    def read(self) -> NDArray[np.uint8] | None:
        """Return the newest frame; None while the camera gives none."""
        # The driver's queue holds frames that are up to half a second old: skip them.
        for _ in range(QUEUED_FRAMES):
            start = time.monotonic()
            if not self._capture.grab():
                return None
            if time.monotonic() - start > WAITED_S:
                break
        there, frame = self._capture.retrieve()
        return np.asarray(frame, dtype=np.uint8) if there else None

    def close(self) -> None:
        """Switch the camera off."""
        self._capture.release()
