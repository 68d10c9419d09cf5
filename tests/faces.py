"""Pictures and videos for tests, made from one portrait in the public domain."""

from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Frame = NDArray[np.uint8]

PORTRAIT = Path(__file__).with_name("data") / "astronaut.jpg"


def portrait() -> Frame:
    """A smiling face, about 100 pixels wide at (75, 65), in 320x320."""
    return np.asarray(cv2.imread(str(PORTRAIT)), dtype=np.uint8)


def webcam_frame(face_px: int) -> Frame:
    """The portrait at the bottom of a grey frame of 640x480, its face about `face_px` wide."""
    scale = face_px / 100
    person = cv2.resize(portrait(), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    person = person[:480, :640]
    frame = np.full((480, 640, 3), 90, dtype=np.uint8)
    left = (640 - person.shape[1]) // 2
    frame[480 - person.shape[0] :, left : left + person.shape[1]] = person
    return frame


def dimmed(frame: Frame, gain: float) -> Frame:
    """`frame` by little light, with a sensor's noise."""
    noise = np.random.default_rng(0).normal(0, 2, frame.shape)
    return np.asarray((frame * gain + noise).clip(0, 255), dtype=np.uint8)


def beside(*frames: Frame) -> Frame:
    """Frames of one height in a row."""
    return np.ascontiguousarray(np.hstack(frames))


def write_picture(path: Path, frame: Frame) -> Path:
    """Store `frame` at `path`, in the format of its suffix."""
    _, content = cv2.imencode(path.suffix, frame)
    path.write_bytes(content.tobytes())
    return path


def write_video(path: Path, frames: Iterable[Frame], per_second: float) -> Path:
    """Store `frames` as Motion JPEG at `path`, an .avi."""
    frames = list(frames)
    height, width = frames[0].shape[:2]
    codec = cv2.VideoWriter.fourcc(*"MJPG")
    writer = cv2.VideoWriter(str(path), codec, per_second, (width, height))
    for frame in frames:
        writer.write(frame)
    writer.release()
    return path
