"""Reads pictures and frames of videos from files of unknown origin."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tui_player.errors import VisionError, error_text
from tui_player.models.emotion.opencv import tame
from tui_player.webcam.video import open_video, rate_of

Frame = NDArray[np.uint8]
"""[height, width, 3], in the order blue, green, red."""

LARGEST_PICTURE_BYTES: Final = 256 << 20
"""A larger file is not read whole; it can only be a video."""


def read_frames(path: str, per_second: float | None) -> Iterator[tuple[int, Frame]]:
    """Yield the picture in `path` as frame 0, or frames of the video with their indices.

    A video gives about `per_second` evenly spaced frames, or all frames for None. Raises
    `VisionError` before the first frame if the file is neither. `path` may hold surrogate escapes.
    """
    tame()
    picture = _picture(path)
    if picture is not None:
        yield 0, picture
        return
    found = False
    for index, frame in _video(path, per_second):
        found = True
        yield index, frame
    if not found:
        raise VisionError("neither a picture nor a video that can be read")


def _picture(path: str) -> Frame | None:
    """Read a picture; None for other files. OpenCV gets bytes, as it can't open all names."""
    try:
        status = Path(path).stat()
        if not stat.S_ISREG(status.st_mode):
            raise VisionError("is not a regular file")
        if status.st_size > LARGEST_PICTURE_BYTES:
            return None
        content = np.fromfile(path, np.uint8)
    except (OSError, ValueError) as error:
        raise VisionError(f"can't be read: {error_text(error)}") from error
    if not content.size:
        raise VisionError("the file is empty")
    try:
        return _as_frame(cv2.imdecode(content, cv2.IMREAD_COLOR))
    except cv2.error as error:
        raise VisionError("the picture can't be read: damaged or too large") from error


def _as_frame(image: Any) -> Frame | None:
    return None if image is None else np.asarray(image, np.uint8)


def _video(path: str, per_second: float | None) -> Iterator[tuple[int, Frame]]:
    capture = open_video(Path(path))
    try:
        yield from _sampled(capture, per_second)
    finally:
        capture.release()


def _sampled(capture: "cv2.VideoCapture", per_second: float | None) -> Iterator[tuple[int, Frame]]:
    step = 1 if per_second is None else max(1, round(rate_of(capture) / per_second))
    index = 0
    while capture.grab():
        if index % step == 0:
            there, image = capture.retrieve()
            frame = _as_frame(image) if there else None
            if frame is not None:
                yield index, frame
        index += 1
