"""Picture files as a frame source."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tui_player.errors import VisionError

SUFFIXES: Final = frozenset(
    {".bmp", ".jpeg", ".jpg", ".pgm", ".png", ".ppm", ".tif", ".tiff", ".webp"}
)
SECONDS_EACH: Final = 1.0


def is_picture(path: Path) -> bool:
    """Whether the file's name has a picture's suffix."""
    return path.suffix.lower() in SUFFIXES


def pictures_in(folder: Path) -> list[Path]:
    """Pictures in a folder, sorted by name; raises `VisionError` if there are none."""
    pictures = sorted(path for path in folder.iterdir() if is_picture(path) and path.is_file())
    if not pictures:
        raise VisionError(f"{folder}: no pictures in this folder")
    return pictures


class PicturesSource:
    """Frame source that shows pictures in a loop, one a second."""

    def __init__(
        self, name: str, pictures: Sequence[Path], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Show `pictures`; raises `VisionError` if none can be read. `clock` gives seconds."""
        self.name = name
        self._pictures = pictures
        self._clock = clock
        self._start = clock()
        self._shown = -1
        self._frame: NDArray[np.uint8] | None = None
        if self.read() is None:
            raise VisionError(f"{name}: no picture that can be read")

    def read(self) -> NDArray[np.uint8] | None:
        """Return the current picture, or the next readable one; None if all are damaged."""
        turn = int((self._clock() - self._start) / SECONDS_EACH) % len(self._pictures)
        if turn != self._shown:
            self._shown = turn
            self._frame = self._first_readable(turn)
        return self._frame

    def _first_readable(self, turn: int) -> NDArray[np.uint8] | None:
        for path in (*self._pictures[turn:], *self._pictures[:turn]):
            frame = _read(path)
            if frame is not None:
                return frame
        return None

    def close(self) -> None:
        """Release the picture."""
        self._frame = None


def _read(path: Path) -> NDArray[np.uint8] | None:
    """Read a picture; None if the file is damaged, empty, too large or gone."""
    try:
        # OpenCV can't open every file name, so it gets the bytes.
        image = cv2.imdecode(np.fromfile(path, dtype=np.uint8), cv2.IMREAD_COLOR)
    except (OSError, cv2.error):
        return None
    return None if image is None else np.asarray(image, dtype=np.uint8)
