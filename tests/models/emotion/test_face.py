import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.faces import portrait
from tui_player.models.emotion.face import Box, crop

FACE = Box(75, 65, 100, 100)


def grey() -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(portrait(), cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def turned(picture: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    turn = cv2.getRotationMatrix2D(FACE.middle, degrees, 1)
    return np.asarray(cv2.warpAffine(picture, turn, (320, 320)), dtype=np.uint8)


def correlation(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> float:
    return float(np.corrcoef(a.ravel(), b.ravel())[0, 1])


def test_the_crop_has_no_margin_around_the_box() -> None:
    frame = np.zeros((200, 300), dtype=np.uint8)
    frame[40:136, 100:196] = 200
    assert (crop(frame, Box(100, 40, 96, 96)) == 200).all()


def test_the_crop_of_a_box_beyond_the_edge_is_clipped_to_the_frame() -> None:
    frame = np.full((100, 100), 7, dtype=np.uint8)
    assert (crop(frame, Box(-10, 60, 60, 60)) == 7).all()


def test_downscaling_averages_pixels() -> None:
    checks = np.indices((96, 96)).sum(axis=0) % 2 * 200
    assert (crop(checks.astype(np.uint8), Box(0, 0, 96, 96)) == 100).all()


@pytest.mark.parametrize("roll", [-40, -20, 20, 40])
def test_the_crop_of_a_leaning_head_is_upright(roll: float) -> None:
    upright = crop(grey(), FACE)
    leaning = turned(grey(), roll)
    assert correlation(crop(leaning, FACE, roll), upright) > 0.95
    assert correlation(crop(leaning, FACE), upright) < 0.8


@pytest.mark.parametrize("box", [Box(0, 0, 1, 1), Box(299, 0, 1, 30), Box(0, 150, 60, 50)])
def test_a_leaning_head_at_the_edge_can_be_cropped(box: Box) -> None:
    frame = np.full((200, 300), 9, dtype=np.uint8)
    assert (crop(frame, box, 20) == 9).all()
