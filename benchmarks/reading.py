"""Measures one reading of the listener against the cascade on the whole frame.

`python benchmarks/reading.py [PICTURE]`: a frame of 640x480 to a reading, beside the Haar cascade
(1.1, 5) alone on the whole of the same frame, in turns, in one process, both on one thread.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tui_player.models.emotion import ExpressionReader
from tui_player.models.emotion.cascade import CASCADE, SCALE_FACTOR

PORTRAIT = Path(__file__).parent.parent / "tests" / "data" / "astronaut.jpg"
MIN_NEIGHBOURS = 5
ROUNDS = 40
FLOOR = 1 / 3


def webcam_frame(picture: Path) -> NDArray[np.uint8]:
    """`picture` as large as it fits into a frame of 640x480."""
    image = np.asarray(cv2.imread(str(picture)), dtype=np.uint8)
    scale = min(640 / image.shape[1], 480 / image.shape[0])
    image = np.asarray(cv2.resize(image, None, fx=scale, fy=scale), dtype=np.uint8)
    right, below = 640 - image.shape[1], 480 - image.shape[0]
    framed = cv2.copyMakeBorder(
        image, below, 0, right // 2, right - right // 2, cv2.BORDER_REPLICATE
    )
    return np.asarray(framed, dtype=np.uint8)


def in_turns(*actions: Callable[[], object]) -> list[float]:
    """Median milliseconds of each. They run in turns, so that other load affects all equally."""
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(ROUNDS):
        for action, elapsed in zip(actions, times, strict=True):
            start = time.perf_counter()
            action()
            elapsed.append(1000 * (time.perf_counter() - start))
    return [statistics.median(elapsed) for elapsed in times]


def main() -> None:
    """Measure and print one JSON object."""
    picture = Path(sys.argv[1]) if len(sys.argv) > 1 else PORTRAIT
    frame = webcam_frame(picture)
    empty = np.full_like(frame, 90)
    reader = ExpressionReader(thorough=False)
    cascade = cv2.CascadeClassifier(str(Path(cv2.__file__).parent / "data" / CASCADE))
    grey = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)
    reading = reader.read(frame)
    whole, read, nobody = in_turns(
        lambda: cascade.detectMultiScale(grey, SCALE_FACTOR, MIN_NEIGHBOURS),
        lambda: reader.read(frame),
        lambda: reader.read(empty),
    )
    print(
        json.dumps(
            {
                "picture": picture.name,
                "face": None if reading.box is None else list(reading.box),
                "threads": cv2.getNumThreads(),
                "cascade_alone_ms": round(whole, 2),
                "reading_ms": round(read, 2),
                "reading_of_an_empty_frame_ms": round(nobody, 2),
                "ratio": round(read / whole, 3),
                "at_most": round(FLOOR, 3),
                "held": read / whole <= FLOOR,
            }
        )
    )


if __name__ == "__main__":
    main()
