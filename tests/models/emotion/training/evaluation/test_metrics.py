import numpy as np
import pytest

from tui_player.models.emotion.training.evaluation.metrics import Share, calibration_error, coverage


def test_the_interval_of_a_share_is_wilsons() -> None:
    share = Share.right(np.arange(263) < 81)
    assert share.low == pytest.approx(0.2553, abs=1e-4)
    assert share.high == pytest.approx(0.3662, abs=1e-4)


def test_the_interval_of_a_mean_narrows_with_more_faces() -> None:
    few, many = (Share.mean(np.tile([0.0, 0.5, 1.0], times)) for times in (10, 1000))
    assert few.share == many.share == pytest.approx(0.5)
    assert (few.high - few.low) / (many.high - many.low) == pytest.approx(10, rel=0.02)


def test_a_confidence_equal_to_the_accuracy_has_no_calibration_error() -> None:
    confidence = np.full(10, 0.8)
    right = np.array([True] * 8 + [False] * 2)
    assert calibration_error(confidence, right) == pytest.approx(0)
    assert calibration_error(confidence, ~right) == pytest.approx(0.6)


def test_coverage_is_the_largest_confident_share_with_the_target_accuracy() -> None:
    confidence = np.array([0.2, 0.9, 0.8, 0.7, 0.6])
    right = np.array([False, True, True, False, True])
    assert coverage(confidence, right, 0.75).share == pytest.approx(4 / 5)
    assert coverage(confidence, right, 0.9).share == pytest.approx(2 / 5)
    assert coverage(confidence, ~right, 0.9).share == 0


def test_the_interval_of_a_coverage_contains_it() -> None:
    rng = np.random.default_rng(1)
    confidence = rng.random(500)
    share = coverage(confidence, rng.random(500) < confidence, 0.8)
    assert share.low < share.share < share.high
