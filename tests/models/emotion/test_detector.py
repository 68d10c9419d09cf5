from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.faces import Frame, beside, dimmed, portrait, webcam_frame
from tui_player.models.emotion.detector import Box, FaceDetector


@pytest.fixture(scope="module")
def detector() -> FaceDetector:
    return FaceDetector()


def grey(frame: Frame) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def close_to(box: Box, expected: tuple[int, int, int, int], tolerance: int) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(box, expected, strict=True))


def test_the_box_is_in_pixels_of_the_frame(detector: FaceDetector) -> None:
    (box,) = detector.find(grey(portrait()))
    assert close_to(box, (75, 65, 100, 100), 10)


@pytest.mark.parametrize("face_px", [75, 100, 150, 250])
def test_a_listener_near_or_far_is_found(detector: FaceDetector, face_px: int) -> None:
    (box,) = detector.find(grey(webcam_frame(face_px)))
    assert abs(box.width - face_px) < 0.25 * face_px


@pytest.mark.parametrize("scale", [0.25, 3.0])
def test_portraits_of_any_size_are_found(detector: FaceDetector, scale: float) -> None:
    picture = cv2.resize(grey(portrait()), None, fx=scale, fy=scale)
    boxes = detector.find(np.asarray(picture, dtype=np.uint8), thorough=True)
    assert abs(boxes[0].width / scale - 100) < 20


@pytest.mark.parametrize("gain", [0.3, 0.1])
def test_a_face_in_the_dark_is_found(detector: FaceDetector, gain: float) -> None:
    (box,) = detector.find(grey(dimmed(portrait(), gain)))
    assert close_to(box, (75, 65, 100, 100), 15)


def test_a_small_face_in_a_picture_is_found_by_a_thorough_look(detector: FaceDetector) -> None:
    frame = grey(webcam_frame(45))
    assert detector.find(frame) == []
    assert len(detector.find(frame, thorough=True)) == 1


def test_a_picture_that_is_all_face_is_found_by_a_thorough_look(detector: FaceDetector) -> None:
    face = grey(portrait())[72:160, 80:170]
    boxes = detector.find(face, thorough=True)
    assert len(boxes) == 1
    assert boxes[0].x >= 0
    assert boxes[0].x + boxes[0].width <= face.shape[1]
    assert boxes[0].y + boxes[0].height <= face.shape[0]


def test_the_largest_of_two_faces_comes_first(detector: FaceDetector) -> None:
    large = portrait()
    small = cv2.resize(large, (224, 224), interpolation=cv2.INTER_AREA)
    padded = cv2.copyMakeBorder(small, 0, 96, 0, 0, cv2.BORDER_REPLICATE)
    boxes = detector.find(grey(beside(np.asarray(padded, dtype=np.uint8), large)))
    assert len(boxes) == 2
    assert boxes[0].x > 224 > boxes[1].x


@pytest.mark.parametrize("shape", [(480, 640), (1, 1), (3, 900), (900, 3)])
def test_nothing_is_found_where_there_is_nothing(
    detector: FaceDetector, shape: tuple[int, int]
) -> None:
    assert detector.find(np.full(shape, 128, dtype=np.uint8), thorough=True) == []


def test_the_cascade_comes_with_opencv() -> None:
    assert (Path(cv2.__file__).parent / "data" / "haarcascade_frontalface_alt2.xml").exists()
