import numpy as np
import pytest
from numpy.typing import NDArray

from tui_player.models.emotion.training.webcam import CHANGES

GREY = np.full((4, 48, 48), 100, dtype=np.uint8)


@pytest.fixture
def bars() -> NDArray[np.uint8]:
    """Two pictures of a bright vertical bar on black."""
    images = np.zeros((2, 48, 48), dtype=np.uint8)
    images[:, 8:40, 22:26] = 200
    return images


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_keeps_shape_and_dtype(name: str, bars: NDArray[np.uint8]) -> None:
    before = bars.copy()
    after = CHANGES[name](bars)
    assert (after.shape, after.dtype) == (bars.shape, bars.dtype)
    assert not np.array_equal(after, bars)
    assert np.array_equal(bars, before)


def test_faces_are_rotated_both_ways(bars: NDArray[np.uint8]) -> None:
    one, other = CHANGES["rotated 20 degrees, one way or the other"](bars).astype(int)
    assert np.abs(one[:, ::-1] - other).mean() < 2
    assert one[10, :24].sum() != pytest.approx(one[10, 24:].sum(), rel=0.2)


def test_a_looser_crop_shows_a_smaller_face(bars: NDArray[np.uint8]) -> None:
    looser = (CHANGES["crop looser x1.2"](bars)[0] > 100).sum()
    tighter = (CHANGES["crop tighter x0.8"](bars)[0] > 100).sum()
    assert looser < (bars[0] > 100).sum() < tighter


def test_noise_and_darkness_are_as_strong_as_stated() -> None:
    noisy = CHANGES["noise 10"](GREY)
    dark = CHANGES["dark x0.3 with noise 4"](GREY)
    assert (noisy.mean(), noisy.std()) == pytest.approx((100, 10), rel=0.03)
    assert (dark.mean(), dark.std()) == pytest.approx((30, 4), rel=0.03)
