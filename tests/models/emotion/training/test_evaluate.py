from xml.etree import ElementTree

import numpy as np
import pytest

from tui_player.models.emotion.classifier import MODEL_FILE
from tui_player.models.emotion.training.dataset import Faces
from tui_player.models.emotion.training.evaluate import (
    TONE_OF_FER2013,
    TONES,
    evaluate,
    folded,
    measure,
)
from tui_player.models.emotion.training.evaluation.figures import as_text, confusion_picture

CLASSES = ("yes", "no")


def test_figures_include_the_accuracy_without_copies() -> None:
    probabilities = np.array([[0.9, 0.1], [0.2, 0.8], [0.7, 0.3]])
    truth = np.array([0, 1, 1])
    figures = measure("some", CLASSES, probabilities, truth, np.array([True, False, False]))
    assert figures.accuracy.share == pytest.approx(2 / 3)
    assert figures.without_copies.share == pytest.approx(1 / 2)
    assert figures.confusion == [[1, 0], [1, 1]]
    assert "without copies: 50.0%" in as_text(figures)


def test_the_confusion_picture_has_percentages_per_label() -> None:
    probabilities = np.array([[0.9, 0.1], [0.2, 0.8], [0.7, 0.3]])
    figures = measure("some", CLASSES, probabilities, np.array([0, 1, 1]), np.zeros(3, np.bool_))
    svg = ElementTree.fromstring(confusion_picture([figures, figures]))
    words = [text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert words.count("100") == 2
    assert words.count("50") == 4


def test_the_shipped_network_is_evaluated_by_both_protocols() -> None:
    images = np.random.default_rng(0).integers(0, 256, (6, 48, 48), dtype=np.uint8)
    images[5] = images[4]
    faces = Faces(
        images=images,
        labels=np.arange(6, dtype=np.uint8),
        votes=np.eye(10, dtype=np.uint8)[[0, 1, 2, 3, 8, 9]] * 10,
        votes_valid=np.ones(6, dtype=np.bool_),
        split=np.array(["validation"] * 6),
    )
    original, majority, tone, *others = evaluate(MODEL_FILE, faces, faces.where(np.arange(6) == 0))
    assert (original.accuracy.of, original.without_copies.of) == (6, 4)
    assert (majority.accuracy.of, majority.without_copies.of) == (4, 3)
    assert (tone.classes, tone.accuracy.of) == (TONES, 6)
    assert [figures.accuracy.of for figures in others] == [6, 4, 4]


def test_three_tones_are_sums_of_the_seven_classes() -> None:
    angry, happy, surprise, neutral = np.eye(7)[[0, 3, 5, 6]]
    tones = folded(np.stack([angry, (happy + surprise) / 2, neutral]), TONE_OF_FER2013)
    assert [TONES[row] for row in tones.argmax(axis=1)] == ["negative", "positive", "neutral"]
    assert tones.sum(axis=1) == pytest.approx(1)
