from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.faces import Frame, beside, dimmed, portrait, webcam_frame
from tui_player.models.emotion import detector as detector_module
from tui_player.models.emotion.cascade import Cascade, Look
from tui_player.models.emotion.detector import EXPIRES, FIRST, IN_TURN, LOOK_UP, FaceDetector
from tui_player.models.emotion.face import Box, Face

FACE = (75, 65, 100, 100)
"""In the portrait."""


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
    """With a light mask before the mouth."""
    picture = grey(portrait())
    picture[120:165, 75:175] = 200
    return picture


def soon(detector: FaceDetector, frame: NDArray[np.uint8]) -> list[Face]:
    """What is found in one of the next frames, if they all look the same."""
    looks = (detector.find(frame) for _ in IN_TURN)
    return next((faces for faces in looks if faces), [])


def looks_taken(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, Look]]:
    """Grows by the width of what is looked at and the look, as the cascade looks."""
    looks: list[tuple[int, Look]] = []
    faces_in = Cascade.faces

    def counted(cascade: Cascade, view: NDArray[np.uint8], look: Look) -> list[Face]:
        looks.append((view.shape[1], look))
        return faces_in(cascade, view, look)

    monkeypatch.setattr(Cascade, "faces", counted)
    return looks


def close_to(box: Box, expected: tuple[int, int, int, int], tolerance: int) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(box, expected, strict=True))


@pytest.mark.parametrize("thorough", [False, True])
def test_the_box_is_in_pixels_of_the_frame(detector: FaceDetector, thorough: bool) -> None:
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
def test_a_leaning_head_is_found_and_its_lean_known(detector: FaceDetector, degrees: float) -> None:
    (face,) = soon(detector, turned(degrees))
    assert close_to(face.box, FACE, 20)
    # what is left of the lean the network has been trained to read
    assert abs(face.roll - degrees) <= 20


def test_a_face_behind_a_mask_is_found(detector: FaceDetector) -> None:
    (face,) = soon(detector, masked())
    assert close_to(face.box, FACE, 25)


def test_a_face_is_followed_as_it_moves(detector: FaceDetector) -> None:
    for step in range(0, 60, 10):
        (face,) = detector.find(shifted(step, step))
        assert close_to(face.box, (75 + step, 65 + step, 100, 100), 15)


def test_a_face_that_has_jumped_is_found_again(detector: FaceDetector) -> None:
    detector.find(grey(portrait()))
    (face,) = detector.find(shifted(130, 90))
    assert close_to(face.box, (205, 155, 100, 100), 15)


def test_a_followed_face_costs_no_look_at_the_whole_frame(
    detector: FaceDetector, monkeypatch: pytest.MonkeyPatch
) -> None:
    detector.find(grey(webcam_frame(150)))
    looks = looks_taken(monkeypatch)
    for _ in range(LOOK_UP):
        detector.find(grey(webcam_frame(150)))
    widths = [width for width, _ in looks]
    assert len(widths) == LOOK_UP
    assert widths.count(640) == 1


def test_an_empty_chair_gets_few_looks_a_frame_and_all_of_them_in_turn(
    detector: FaceDetector, monkeypatch: pytest.MonkeyPatch
) -> None:
    detector.find(empty())
    looks = looks_taken(monkeypatch)
    counts = []
    for _ in IN_TURN:
        before = len(looks)
        detector.find(empty())
        counts.append(len(looks) - before)
    assert max(counts) <= 3
    assert {look for _, look in looks} == {look for several in IN_TURN for look in several}


def test_a_listener_who_was_lost_is_looked_for_at_once(
    detector: FaceDetector, monkeypatch: pytest.MonkeyPatch
) -> None:
    detector.find(empty())
    detector.find(grey(portrait()))
    looks = looks_taken(monkeypatch)
    detector.find(empty())
    assert {look for _, look in looks} >= set(FIRST)


def test_nobody_is_seen_as_soon_as_the_listener_has_left(detector: FaceDetector) -> None:
    detector.find(grey(portrait()))
    assert detector.find(empty()) == []


def test_a_face_that_only_following_sees_is_given_up(
    detector: FaceDetector, monkeypatch: pytest.MonkeyPatch
) -> None:
    detector.find(grey(portrait()))
    monkeypatch.setattr(detector_module, "FIRST", ())
    monkeypatch.setattr(detector_module, "IN_TURN", ((),))
    found = [bool(detector.find(grey(portrait()))) for _ in range(2 * EXPIRES)]
    assert found == [True] * EXPIRES + [False] * EXPIRES


def test_a_friend_who_comes_is_seen_soon(detector: FaceDetector) -> None:
    alone = grey(beside(portrait(), np.full((320, 320, 3), 128, dtype=np.uint8)))
    both = grey(beside(portrait(), portrait()[:, ::-1]))
    detector.find(alone)
    counts = [len(detector.find(both)) for _ in range(LOOK_UP + 2)]
    assert 2 in counts
    assert set(counts[counts.index(2) :]) == {2}


def test_a_thorough_look_knows_nothing_of_the_frame_before(detector: FaceDetector) -> None:
    detector.find(grey(portrait()))
    picture = shifted(40, 0)
    assert detector.find(picture, thorough=True) == FaceDetector().find(picture, thorough=True)


def test_a_small_face_in_a_picture_is_found_by_a_thorough_look(detector: FaceDetector) -> None:
    frame = grey(webcam_frame(45))
    assert detector.find(frame) == []
    assert len(detector.find(frame, thorough=True)) == 1


def test_a_picture_that_is_all_face_is_found_by_a_thorough_look(detector: FaceDetector) -> None:
    picture = grey(portrait())[72:160, 80:170]
    faces = detector.find(picture, thorough=True)
    assert len(faces) == 1
    box = faces[0].box
    assert box.x >= 0
    assert box.x + box.width <= picture.shape[1]
    assert box.y + box.height <= picture.shape[0]


def test_the_largest_of_two_faces_comes_first(detector: FaceDetector) -> None:
    large = portrait()
    small = cv2.resize(large, (256, 256), interpolation=cv2.INTER_AREA)
    padded = cv2.copyMakeBorder(small, 0, 64, 0, 0, cv2.BORDER_REPLICATE)
    faces = detector.find(grey(beside(np.asarray(padded, dtype=np.uint8), large)))
    assert len(faces) == 2
    assert faces[0].box.x > 256 > faces[1].box.x


@pytest.mark.parametrize("cut", [0, 20, 35])
@pytest.mark.parametrize("degrees", [0, 20])
def test_a_box_at_the_edge_stays_within_the_frame(
    detector: FaceDetector, cut: int, degrees: float
) -> None:
    picture = turned(degrees)[cut + 40 :, cut + 50 :]
    for _ in range(LOOK_UP + 1):
        for face in detector.find(picture):
            box = face.box
            assert min(box) >= 0
            assert box.x + box.width <= picture.shape[1]
            assert box.y + box.height <= picture.shape[0]


@pytest.mark.parametrize("thorough", [False, True])
@pytest.mark.parametrize("value", [0, 128, 255])
@pytest.mark.parametrize("shape", [(480, 640), (1, 1), (1, 2000), (2000, 1), (3, 900), (900, 3)])
def test_nothing_is_found_where_there_is_nothing(
    detector: FaceDetector, shape: tuple[int, int], value: int, thorough: bool
) -> None:
    assert detector.find(np.full(shape, value, dtype=np.uint8), thorough=thorough) == []


def test_a_frame_of_another_size_does_not_disturb(detector: FaceDetector) -> None:
    detector.find(shifted(130, 90))
    assert detector.find(np.full((60, 80), 128, dtype=np.uint8)) == []
    assert len(detector.find(grey(webcam_frame(150)))) == 1


def test_the_cascade_comes_with_opencv() -> None:
    assert (Path(cv2.__file__).parent / "data" / "haarcascade_frontalface_alt2.xml").exists()
