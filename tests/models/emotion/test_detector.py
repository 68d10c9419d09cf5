from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.faces import Frame, beside, dimmed, portrait, webcam_frame
from tui_player.models.emotion import detector as detector_module
from tui_player.models.emotion.cascade import Cascade, CascadePass
from tui_player.models.emotion.detector import (
    FULL_FRAME_EVERY,
    IDLE_PASSES,
    NEW_FRAME_PASSES,
    TRACK_EXPIRES_AFTER,
    FaceDetector,
)
from tui_player.models.emotion.face import Box, Face

FACE = (75, 65, 100, 100)
"""Box of the face in the portrait: x, y, width, height."""


@pytest.fixture
def detector() -> FaceDetector:
    return FaceDetector()


def grey(frame: Frame) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def empty() -> NDArray[np.uint8]:
    return np.full((320, 320), 128, dtype=np.uint8)


def turned(degrees: float) -> NDArray[np.uint8]:
    turn = cv2.getRotationMatrix2D((125, 115), degrees, 1)
    picture = cv2.warpAffine(grey(portrait()), turn, (320, 320), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(picture, dtype=np.uint8)


def shifted(right: int, down: int) -> NDArray[np.uint8]:
    move = np.array([[1, 0, right], [0, 1, down]], dtype=np.float32)
    picture = cv2.warpAffine(grey(portrait()), move, (320, 320), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(picture, dtype=np.uint8)


def masked() -> NDArray[np.uint8]:
    """The portrait with a light mask over the mouth."""
    picture = grey(portrait())
    picture[120:165, 75:175] = 200
    return picture


def found_within_a_round(detector: FaceDetector, frame: NDArray[np.uint8]) -> list[Face]:
    """Faces of the first detection while the same frame is repeated."""
    detections = (detector.find(frame) for _ in IDLE_PASSES)
    return next((faces for faces in detections if faces), [])


def passes_run(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, CascadePass]]:
    """A list that records the view's width and the settings of each later cascade pass."""
    passes: list[tuple[int, CascadePass]] = []
    faces_in = Cascade.faces

    def counted(cascade: Cascade, view: NDArray[np.uint8], settings: CascadePass) -> list[Face]:
        passes.append((view.shape[1], settings))
        return faces_in(cascade, view, settings)

    monkeypatch.setattr(Cascade, "faces", counted)
    return passes


def close_to(box: Box, expected: tuple[int, int, int, int], tolerance: int) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(box, expected, strict=True))


@pytest.mark.parametrize("thorough", [False, True])
def test_the_box_of_a_face_is_in_pixels_of_the_frame(
    detector: FaceDetector, thorough: bool
) -> None:
    (face,) = detector.find(grey(portrait()), thorough=thorough)
    assert close_to(face.box, FACE, 12)
    assert face.roll == 0


@pytest.mark.parametrize("face_px", [75, 100, 150, 250])
def test_a_listener_near_or_far_is_found(detector: FaceDetector, face_px: int) -> None:
    (face,) = detector.find(grey(webcam_frame(face_px)))
    assert abs(face.box.width - face_px) < 0.25 * face_px


@pytest.mark.parametrize("scale", [0.25, 3.0])
def test_portraits_of_any_size_are_found(detector: FaceDetector, scale: float) -> None:
    picture = cv2.resize(grey(portrait()), None, fx=scale, fy=scale)
    faces = detector.find(np.asarray(picture, dtype=np.uint8), thorough=True)
    assert abs(faces[0].box.width / scale - 100) < 20


@pytest.mark.parametrize("gain", [0.3, 0.1])
def test_a_face_in_the_dark_is_found(detector: FaceDetector, gain: float) -> None:
    (face,) = detector.find(grey(dimmed(portrait(), gain)))
    assert close_to(face.box, FACE, 15)


@pytest.mark.parametrize("degrees", [-40, -25, 25, 40])
def test_a_leaning_head_is_found_with_its_roll(detector: FaceDetector, degrees: float) -> None:
    (face,) = found_within_a_round(detector, turned(degrees))
    assert close_to(face.box, FACE, 20)
    # the network is trained on faces with the remaining roll
    assert abs(face.roll - degrees) <= 20


def test_a_face_behind_a_mask_is_found(detector: FaceDetector) -> None:
    (face,) = found_within_a_round(detector, masked())
    assert close_to(face.box, FACE, 25)


def test_a_moving_face_is_tracked(detector: FaceDetector) -> None:
    for step in range(0, 60, 10):
        (face,) = detector.find(shifted(step, step))
        assert close_to(face.box, (75 + step, 65 + step, 100, 100), 15)


def test_a_face_is_found_after_a_large_move(detector: FaceDetector) -> None:
    detector.find(grey(portrait()))
    (face,) = detector.find(shifted(130, 90))
    assert close_to(face.box, (205, 155, 100, 100), 15)


def test_a_tracked_face_rarely_needs_a_pass_over_the_whole_frame(
    detector: FaceDetector, monkeypatch: pytest.MonkeyPatch
) -> None:
    detector.find(grey(webcam_frame(150)))
    passes = passes_run(monkeypatch)
    for _ in range(FULL_FRAME_EVERY):
        detector.find(grey(webcam_frame(150)))
    widths = [width for width, _ in passes]
    assert len(widths) == FULL_FRAME_EVERY
    assert widths.count(640) == 1


def test_without_a_listener_each_frame_runs_few_passes_and_all_take_turns(
    detector: FaceDetector, monkeypatch: pytest.MonkeyPatch
) -> None:
    detector.find(empty())
    passes = passes_run(monkeypatch)
    counts = []
    for _ in IDLE_PASSES:
        before = len(passes)
        detector.find(empty())
        counts.append(len(passes) - before)
    assert max(counts) <= 3
    assert {settings for _, settings in passes} == {
        settings for several in IDLE_PASSES for settings in several
    }


def test_a_lost_face_is_searched_for_in_the_same_frame(
    detector: FaceDetector, monkeypatch: pytest.MonkeyPatch
) -> None:
    detector.find(empty())
    detector.find(grey(portrait()))
    passes = passes_run(monkeypatch)
    detector.find(empty())
    assert {settings for _, settings in passes} >= set(NEW_FRAME_PASSES)


def test_no_face_is_found_in_the_first_frame_without_the_listener(detector: FaceDetector) -> None:
    detector.find(grey(portrait()))
    assert detector.find(empty()) == []


def test_tracking_ends_without_a_detection_in_the_whole_frame(
    detector: FaceDetector, monkeypatch: pytest.MonkeyPatch
) -> None:
    detector.find(grey(portrait()))
    monkeypatch.setattr(detector_module, "NEW_FRAME_PASSES", ())
    monkeypatch.setattr(detector_module, "IDLE_PASSES", ((),))
    found = [bool(detector.find(grey(portrait()))) for _ in range(2 * TRACK_EXPIRES_AFTER)]
    assert found == [True] * TRACK_EXPIRES_AFTER + [False] * TRACK_EXPIRES_AFTER


def test_a_second_person_is_found_within_a_few_frames(detector: FaceDetector) -> None:
    alone = grey(beside(portrait(), np.full((320, 320, 3), 128, dtype=np.uint8)))
    both = grey(beside(portrait(), portrait()[:, ::-1]))
    detector.find(alone)
    counts = [len(detector.find(both)) for _ in range(FULL_FRAME_EVERY + 2)]
    assert 2 in counts
    assert set(counts[counts.index(2) :]) == {2}


def test_a_thorough_search_ignores_earlier_frames(detector: FaceDetector) -> None:
    detector.find(grey(portrait()))
    picture = shifted(40, 0)
    assert detector.find(picture, thorough=True) == FaceDetector().find(picture, thorough=True)


def test_a_small_face_is_found_by_a_thorough_search(detector: FaceDetector) -> None:
    frame = grey(webcam_frame(45))
    assert detector.find(frame) == []
    assert len(detector.find(frame, thorough=True)) == 1


def test_a_face_that_fills_the_picture_is_found_by_a_thorough_search(
    detector: FaceDetector,
) -> None:
    picture = grey(portrait())[72:160, 80:170]
    faces = detector.find(picture, thorough=True)
    assert len(faces) == 1
    box = faces[0].box
    assert box.x >= 0
    assert box.x + box.width <= picture.shape[1]
    assert box.y + box.height <= picture.shape[0]


def test_the_larger_of_two_faces_comes_first(detector: FaceDetector) -> None:
    large = portrait()
    small = cv2.resize(large, (256, 256), interpolation=cv2.INTER_AREA)
    padded = cv2.copyMakeBorder(small, 0, 64, 0, 0, cv2.BORDER_REPLICATE)
    faces = detector.find(grey(beside(np.asarray(padded, dtype=np.uint8), large)))
    assert len(faces) == 2
    assert faces[0].box.x > 256 > faces[1].box.x


@pytest.mark.parametrize("cut", [0, 20, 35])
@pytest.mark.parametrize("degrees", [0, 20])
def test_the_box_of_a_face_at_the_edge_is_within_the_frame(
    detector: FaceDetector, cut: int, degrees: float
) -> None:
    picture = turned(degrees)[cut + 40 :, cut + 50 :]
    for _ in range(FULL_FRAME_EVERY + 1):
        for face in detector.find(picture):
            box = face.box
            assert min(box) >= 0
            assert box.x + box.width <= picture.shape[1]
            assert box.y + box.height <= picture.shape[0]


@pytest.mark.parametrize("thorough", [False, True])
@pytest.mark.parametrize("value", [0, 128, 255])
@pytest.mark.parametrize("shape", [(480, 640), (1, 1), (1, 2000), (2000, 1), (3, 900), (900, 3)])
def test_no_face_is_found_in_a_uniform_frame(
    detector: FaceDetector, shape: tuple[int, int], value: int, thorough: bool
) -> None:
    assert detector.find(np.full(shape, value, dtype=np.uint8), thorough=thorough) == []


def test_the_frame_size_may_change(detector: FaceDetector) -> None:
    detector.find(shifted(130, 90))
    assert detector.find(np.full((60, 80), 128, dtype=np.uint8)) == []
    assert len(detector.find(grey(webcam_frame(150)))) == 1


def test_opencv_includes_the_cascade_file() -> None:
    assert (Path(cv2.__file__).parent / "data" / "haarcascade_frontalface_alt2.xml").exists()
