import numpy as np
import pytest

from tui_player.expression.classes import FER2013_CLASSES
from tui_player.models.emotion.classes import FERPLUS_CLASSES
from tui_player.models.emotion.classifier import MODEL_FILE, ExpressionClassifier, blended
from tui_player.models.onnx import open_session

FACES = np.random.default_rng(3).integers(0, 256, (5, 48, 48), dtype=np.uint8)


@pytest.fixture(scope="module")
def classifier() -> ExpressionClassifier:
    return ExpressionClassifier()


@pytest.mark.parametrize("n", [1, 2, 5])
def test_the_network_accepts_any_number_of_faces(n: int) -> None:
    session = open_session(MODEL_FILE)
    faces = FACES[:n, None].astype(np.float32)
    fer2013, ferplus = session.run(["fer2013", "ferplus"], {"faces": faces})
    assert fer2013.shape == (n, len(FER2013_CLASSES))
    assert ferplus.shape == (n, len(FERPLUS_CLASSES))
    assert np.allclose(fer2013.sum(axis=1), 1, atol=1e-5)
    assert np.allclose(ferplus.sum(axis=1), 1, atol=1e-5)
    assert fer2013.dtype == np.float32


def test_faces_in_one_batch_do_not_affect_each_other(classifier: ExpressionClassifier) -> None:
    together = classifier.probabilities(FACES)
    alone = np.concatenate([classifier.probabilities(face[None]) for face in FACES])
    assert np.allclose(together, alone, atol=1e-4)


def test_a_mirrored_face_has_the_same_probabilities(classifier: ExpressionClassifier) -> None:
    mirrored = np.ascontiguousarray(FACES[:, :, ::-1])
    assert np.allclose(
        classifier.probabilities(FACES), classifier.probabilities(mirrored), atol=1e-4
    )


def test_a_uniform_picture_has_finite_probabilities(classifier: ExpressionClassifier) -> None:
    flat = np.zeros((1, 48, 48), dtype=np.uint8)
    assert np.isfinite(classifier.probabilities(flat)).all()


@pytest.mark.parametrize(("share", "happy"), [(0.0, 0.2), (0.5, 0.5), (1.0, 0.8)])
def test_the_blend_weighs_the_ferplus_output_by_its_share(share: float, happy: float) -> None:
    original = np.array([[0.8, 0, 0, 0.2, 0, 0, 0]], dtype=np.float32)
    crowd = np.zeros((1, len(FERPLUS_CLASSES)), dtype=np.float32)
    crowd[0, FERPLUS_CLASSES.index("happiness")] = 0.8
    crowd[0, FERPLUS_CLASSES.index("anger")] = 0.2
    mixed = blended(original, crowd, share)
    assert mixed[0, FER2013_CLASSES.index("happy")] == pytest.approx(happy)
    assert mixed.sum() == pytest.approx(1)


def test_a_crowd_share_of_0_uses_the_fer2013_output_alone() -> None:
    session = open_session(MODEL_FILE)
    (original,) = session.run(["fer2013"], {"faces": FACES[:, None].astype(np.float32)})
    alone = ExpressionClassifier(crowd_share=0).probabilities(FACES)
    assert np.allclose(alone, original, atol=1e-5)
