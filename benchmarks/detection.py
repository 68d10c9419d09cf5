"""Measures the face detector: recall, false detections and cost.

`python benchmarks/portraits.py FOLDER` fetches the pictures, then
`python benchmarks/detection.py FOLDER` measures (`--half tuned` or `--half held-out` for one half:
the settings were chosen on the first). `portraits.csv` has the box of each portrait, drawn by hand.
FOLDER/faceless has pictures without a face. The video has a face in every frame.

Each portrait is shown unchanged, turned by 20 degrees to either side, dark (a fraction of the
light, then the noise of a sensor, in 8 bits), and with the mouth under a flat patch (the lower 45 %
of the box). A face is found if the middle of the largest box lies in the true box, and their sides
differ by a factor of at most 2.

`plain` is the cascade alone (alt2, 1.1, 5) on 640 pixels. `first` is a new detector's result on one
frame. `soon` is its result within the next frames (two seconds). `thorough` is its result on a
picture.
Times are milliseconds of processor time on one thread, so that other programs do not count.
"""

import argparse
import csv
import json
import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tui_player.models.emotion import opencv
from tui_player.models.emotion.cascade import Cascade, CascadePass
from tui_player.models.emotion.detector import FaceDetector
from tui_player.models.emotion.face import Box, Face
from tui_player.models.emotion.training.evaluation.metrics import Share

Grey = NDArray[np.uint8]
Finder = Callable[[Grey], Box | None]

PLAIN = CascadePass(640, min_neighbours=5)
VIDEO = "carphone_pristine.mp4"
SIDE_PX = 640
GAIN = 0.12
NOISE = 3.0
COVERED = 0.45
TURN = 20
SOON = 4
FRAMES = 12
"""Frames of the same picture, as from a camera, when time is measured."""


def picture(path: Path) -> Grey:
    """A picture in grey, at most 640 pixels."""
    image = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    assert image is not None, path
    scale = min(SIDE_PX / max(image.shape), 1)
    image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(image, dtype=np.uint8)


def portraits(folder: Path, half: str | None) -> Iterator[tuple[Grey, Box]]:
    """Pictures and the boxes of their faces."""
    with Path(__file__).with_name("portraits.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            if half in (None, row["half"]):
                image = picture(folder / "portraits" / row["file"])
                scale = max(image.shape) / max(int(side) for side in row["crop"].split()[2:])
                yield image, Box(*(round(scale * int(row[side])) for side in "xywh"))


def turned(grey: Grey, box: Box, degrees: float) -> Grey:
    """`grey` turned about the middle of the face."""
    turn = cv2.getRotationMatrix2D(box.middle, degrees, 1)
    height, width = grey.shape
    image = cv2.warpAffine(grey, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(image, dtype=np.uint8)


def dark(grey: Grey) -> Grey:
    """`grey` in little light."""
    noise = np.random.default_rng(0).normal(0, NOISE, grey.shape)
    return np.asarray((GAIN * grey + noise).clip(0, 255), dtype=np.uint8)


def covered(grey: Grey, box: Box) -> Grey:
    """`grey` with a patch over the mouth."""
    grey = grey.copy()
    top = box.y + round((1 - COVERED) * box.height)
    grey[top : box.y + box.height, box.x : box.x + box.width] = round(grey.mean())
    return grey


def conditions(grey: Grey, box: Box) -> dict[str, list[Grey]]:
    """The frames made from one portrait, by condition."""
    return {
        "as_is": [grey],
        "turned": [turned(grey, box, TURN), turned(grey, box, -TURN)],
        "dark": [dark(grey)],
        "covered": [covered(grey, box)],
    }


def finders() -> dict[str, Finder]:
    """Detectors of a face in a frame, each without memory of earlier frames."""
    cascade, new = Cascade(), FaceDetector()

    def soon(grey: Grey) -> Box | None:
        detector = copy(new)
        results = (detector.find(grey) for _ in range(SOON))
        return next((faces[0].box for faces in results if faces), None)

    def largest(faces: list[Face]) -> Box | None:
        return faces[0].box if faces else None

    return {
        "plain": lambda grey: largest(cascade.faces(grey, PLAIN)),
        "first": lambda grey: largest(copy(new).find(grey)),
        "soon": soon,
        "thorough": lambda grey: largest(new.find(grey, thorough=True)),
    }


def hit(found: Box | None, true: Box) -> bool:
    """Whether the found box matches the face's box."""
    return (
        found is not None
        and true.holds_middle_of(found)
        and 0.5 <= math.sqrt(found.area / true.area) <= 2
    )


def rate(hits: list[bool]) -> dict[str, object]:
    """Share, with Wilson's interval of 95 %."""
    share = Share.right(np.array(hits))
    bounds = [round(share.low, 3), round(share.high, 3)]
    return {"found": sum(hits), "of": share.of, "share": round(share.share, 3), "interval": bounds}


def recall(folder: Path, half: str | None) -> dict[str, object]:
    """Share of faces found, by condition and finder."""
    hits: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    all_finders = finders()
    for grey, box in portraits(folder, half):
        for condition, frames in conditions(grey, box).items():
            for name, find in all_finders.items():
                hits[condition][name] += [hit(find(frame), box) for frame in frames]
    return {
        condition: {name: rate(found) for name, found in by_finder.items()}
        for condition, by_finder in hits.items()
    }


def false_boxes(folder: Path) -> dict[str, list[str]]:
    """Names of the pictures with a false detection, by detector."""
    pictures = {path.name: picture(path) for path in sorted((folder / "faceless").iterdir())}
    return {
        finder: [name for name, grey in pictures.items() if find(grey)]
        for finder, find in finders().items()
    }


def framed(grey: Grey) -> Grey:
    """`grey` in a frame of 640x480, as large as it fits."""
    scale = min(640 / grey.shape[1], 480 / grey.shape[0])
    grey = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale), dtype=np.uint8)
    right, below = 640 - grey.shape[1], 480 - grey.shape[0]
    image = cv2.copyMakeBorder(grey, below, 0, right // 2, right - right // 2, cv2.BORDER_REPLICATE)
    return np.asarray(image, dtype=np.uint8)


def processor_ms(action: Callable[[Grey], object], frames: Iterable[Grey]) -> list[float]:
    """Milliseconds of the processor for each frame."""
    times = []
    for frame in frames:
        start = time.thread_time()
        action(frame)
        times.append(1000 * (time.thread_time() - start))
    return times


def costs(folder: Path, half: str | None) -> dict[str, dict[str, float]]:
    """Mean milliseconds per frame, for each kind of frame and for frames without a face."""
    kinds: dict[str, list[Grey]] = defaultdict(list)
    for grey, box in portraits(folder, half):
        for condition, frames in conditions(grey, box).items():
            kinds[condition] += [framed(frame) for frame in frames]
    kinds["nobody"] = [framed(picture(path)) for path in (folder / "faceless").iterdir()]
    cascade, new = Cascade(), FaceDetector()
    result = {}
    for kind, frames in kinds.items():
        live = [ms for f in frames for ms in processor_ms(copy(new).find, [f] * FRAMES)]
        plain = processor_ms(lambda frame: cascade.faces(frame, PLAIN), frames)
        result[kind] = {
            "live_ms": round(float(np.mean(live)), 1),
            "first_ms": round(float(np.mean(live[::FRAMES])), 1),
            "slowest_ms": round(max(live), 1),
            "plain_ms": round(float(np.mean(plain)), 1),
        }
    return result


def video(path: Path) -> dict[str, float]:
    """Share of a video's consecutive frames in which a face is found, and the cost."""
    reader, frames = cv2.VideoCapture(str(path)), []
    while (read := reader.read())[0]:
        frames.append(framed(np.asarray(cv2.cvtColor(read[1], cv2.COLOR_BGR2GRAY), dtype=np.uint8)))
    detector, cascade = FaceDetector(), Cascade()
    found = [bool(detector.find(frame)) for frame in frames]
    plain = [bool(cascade.faces(frame, PLAIN)) for frame in frames]
    return {
        "frames": len(frames),
        "found": round(float(np.mean(found)), 3),
        "found_plain": round(float(np.mean(plain)), 3),
        "live_ms": round(float(np.mean(processor_ms(FaceDetector().find, frames))), 1),
        "plain_ms": round(
            float(np.mean(processor_ms(lambda f: cascade.faces(f, PLAIN), frames[::8]))), 1
        ),
    }


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("tuned", "held-out"))
    arguments = parser.parse_args()
    opencv.tame()
    result = {
        "recall": recall(arguments.folder, arguments.half),
        "false_boxes": false_boxes(arguments.folder),
        "milliseconds": costs(arguments.folder, arguments.half),
        "video": video(arguments.folder / "videos" / VIDEO),
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
