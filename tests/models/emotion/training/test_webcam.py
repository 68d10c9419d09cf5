import numpy as np
import pytest
from numpy.typing import NDArray

from tui_player.models.emotion.training.webcam import CHANGES

GREY = np.full((4, 48, 48), 100, dtype=np.uint8)


@pytest.fixture
def cross() -> NDArray[np.uint8]:
    """Two pictures of a bright upright bar on black."""
    images = np.zeros((2, 48, 48), dtype=np.uint8)
    images[:, 8:40, 22:26] = 200
    return images


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_keeps_shape_and_kind(name: str, cross: NDArray[np.uint8]) -> None:
    before = cross.copy()
    after = CHANGES[name](cross)
    assert (after.shape, after.dtype) == (cross.shape, cross.dtype)
    assert not np.array_equal(after, cross)
    assert np.array_equal(cross, before)


def test_faces_turn_both_ways(cross: NDArray[np.uint8]) -> None:
    one, other = CHANGES["rotated 20 degrees, one way or the other"](cross).astype(int)
    assert np.abs(one[:, ::-1] - other).mean() < 2
    assert one[10, :24].sum() != pytest.approx(one[10, 24:].sum(), rel=0.2)


def test_a_looser_crop_shows_a_smaller_face(cross: NDArray[np.uint8]) -> None:
    looser = (CHANGES["crop looser x1.2"](cross)[0] > 100).sum()
    tighter = (CHANGES["crop tighter x0.8"](cross)[0] > 100).sum()
    assert looser < (cross[0] > 100).sum() < tighter


def test_noise_and_darkness_are_as_strong_as_stated() -> None:
    noisy = CHANGES["noise 10"](GREY)
    dark = CHANGES["dark x0.3 with noise 4"](GREY)
    assert (noisy.mean(), noisy.std()) == pytest.approx((100, 10), rel=0.03)
    assert (dark.mean(), dark.std()) == pytest.approx((30, 4), rel=0.03)
