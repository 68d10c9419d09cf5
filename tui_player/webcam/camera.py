"""A camera of this machine."""

import time
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tui_player.errors import VisionError

WIDTH: Final = 640
HEIGHT: Final = 480
QUEUED_FRAMES: Final = 5
"""The most that a driver keeps."""
WAITED_S: Final = 0.005
"""A grab that takes longer had to wait for its frame, which is therefore new."""


class CameraSource:
    """The newest frame of a camera."""

    def __init__(self, index: int) -> None:
        """Open camera `index`; VisionError if it is not there, busy or forbidden."""
        self.name = f"camera {index}"
        self._capture = cv2.VideoCapture(index)
        if not self._capture.isOpened():
            self._capture.release()
            raise VisionError(f"{self.name}: not there, in use by another program, or not allowed")
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH)
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT)
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)

    def read(self) -> NDArray[np.uint8] | None:
        """The newest frame; None while the camera gives none."""
        # Frames wait in a queue since the last look, and would be half a second old.
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
