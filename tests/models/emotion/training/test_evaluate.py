import numpy as np
import pytest

from tui_player.models.emotion.classifier import MODEL_FILE
from tui_player.models.emotion.training.dataset import Faces
from tui_player.models.emotion.training.evaluate import (
    Share,
    as_text,
    calibration_error,
    evaluate,
    measure,
)

CLASSES = ("yes", "no")


def test_the_interval_is_wilsons() -> None:
    share = Share.of_counts(81, 263)
    assert share.low == pytest.approx(0.2553, abs=1e-4)
    assert share.high == pytest.approx(0.3662, abs=1e-4)


def test_a_confidence_that_keeps_its_word_has_no_calibration_error() -> None:
    confidence = np.full(10, 0.8)
    right = np.array([True] * 8 + [False] * 2)
    assert calibration_error(confidence, right) == pytest.approx(0)
    assert calibration_error(confidence, ~right) == pytest.approx(0.6)


def test_figures_stand_beside_their_twins_without_copies() -> None:
    probabilities = np.array([[0.9, 0.1], [0.2, 0.8], [0.7, 0.3]])
    truth = np.array([0, 1, 1])
    figures = measure("some", CLASSES, probabilities, truth, np.array([True, False, False]))
    assert figures.accuracy.share == pytest.approx(2 / 3)
    assert figures.without_copies.share == pytest.approx(1 / 2)
    assert figures.confusion == [[1, 0], [1, 1]]
    assert "without copies: 50.0%" in as_text(figures)


def test_the_shipped_network_is_measured_by_both_protocols() -> None:
    images = np.random.default_rng(0).integers(0, 256, (6, 48, 48), dtype=np.uint8)
    images[5] = images[4]
    faces = Faces(
        images=images,
        labels=np.arange(6, dtype=np.uint8),
        votes=np.eye(10, dtype=np.uint8)[[0, 1, 2, 3, 8, 9]] * 10,
        votes_valid=np.ones(6, dtype=np.bool_),
        split=np.array(["validation"] * 6),
    )
    original, majority, *blends = evaluate(MODEL_FILE, faces, faces.where(np.arange(6) == 0))
    assert (original.accuracy.of, original.without_copies.of) == (6, 4)
    assert (majority.accuracy.of, majority.without_copies.of) == (4, 3)
    assert [figures.accuracy.of for figures in blends] == [6, 4, 4]
