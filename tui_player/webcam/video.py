"""A video file as a frame source, played in real time."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tui_player.errors import VisionError

PLAUSIBLE_RATES: Final = (1.0, 240.0)
"""Plausible range of the stated frame rate, frames per second."""
USUAL_RATE: Final = 25.0
"""Frame rate if the stated one is not plausible, frames per second."""
LONGEST_SKIP_S: Final = 30.0
"""After a longer pause (the machine slept) the video continues where it was."""


def open_video(path: Path) -> "cv2.VideoCapture":
    """Open a video with OpenCV by its file descriptor. Raises `OSError`.

    OpenCV takes some file names for patterns, and can't open names that are not UTF-8.
    """
    with path.open("rb") as file:
        return cv2.VideoCapture(f"/dev/fd/{file.fileno()}", cv2.CAP_FFMPEG)


def rate_of(capture: "cv2.VideoCapture") -> float:
    """Stated frames per second if plausible, else `USUAL_RATE`."""
    stated = capture.get(cv2.CAP_PROP_FPS)
    return stated if PLAUSIBLE_RATES[0] <= stated <= PLAUSIBLE_RATES[1] else USUAL_RATE


class VideoSource:
    """Frame source that plays a video in a loop."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """Open `path`; raises `VisionError` if it holds no frame. `clock` gives seconds."""
        self.name = str(path)
        self._path = path
        self._clock = clock
        self._capture = self._open()
        self._rate = rate_of(self._capture)
        self._start = clock()
        self._frame = 0
        """Index of the last frame that was grabbed."""

    def read(self) -> NDArray[np.uint8] | None:
        """Return the current frame; None if it is damaged."""
        due = int((self._clock() - self._start) * self._rate)
        if not 0 <= due - self._frame <= LONGEST_SKIP_S * self._rate:
            self._start = self._clock() - self._frame / self._rate
            due = self._frame
        while self._frame < due:
            if not self._capture.grab():
                self._rewind()
                break
            self._frame += 1
        there, frame = self._capture.retrieve()
        return np.asarray(frame, dtype=np.uint8) if there else None

    def close(self) -> None:
        """Close the file."""
        self._capture.release()

    def _rewind(self) -> None:
        self._capture.release()
        self._capture = self._open()
        self._start = self._clock()
        self._frame = 0

    def _open(self) -> "cv2.VideoCapture":
        """Open the file and grab its first frame."""
        capture = open_video(self._path)
        if not capture.grab():
            capture.release()
            raise VisionError(f"{self.name}: neither a picture nor a video that can be read")
        return capture
