import numpy as np
import onnxruntime
import pytest

from tui_player.models.emotion.classes import FER2013_CLASSES, FERPLUS_CLASSES
from tui_player.models.emotion.classifier import MODEL_FILE, ExpressionClassifier, crop
from tui_player.models.emotion.detector import Box

FACES = np.random.default_rng(3).integers(0, 256, (5, 48, 48), dtype=np.uint8)


@pytest.fixture(scope="module")
def classifier() -> ExpressionClassifier:
    return ExpressionClassifier()


@pytest.mark.parametrize("n", [1, 2, 5])
def test_the_file_keeps_its_contract_for_any_number_of_faces(n: int) -> None:
    session = onnxruntime.InferenceSession(str(MODEL_FILE), providers=["CPUExecutionProvider"])
    faces = FACES[:n, None].astype(np.float32)
    fer2013, ferplus = session.run(["fer2013", "ferplus"], {"faces": faces})
    assert fer2013.shape == (n, len(FER2013_CLASSES))
    assert ferplus.shape == (n, len(FERPLUS_CLASSES))
    assert np.allclose(fer2013.sum(axis=1), 1, atol=1e-5)
    assert np.allclose(ferplus.sum(axis=1), 1, atol=1e-5)
    assert fer2013.dtype == np.float32


def test_faces_do_not_influence_each_other(classifier: ExpressionClassifier) -> None:
    together = classifier.probabilities(FACES)
    alone = np.concatenate([classifier.probabilities(face[None]) for face in FACES])
    assert np.allclose(together, alone, atol=1e-4)


def test_a_face_and_its_mirror_image_look_the_same(classifier: ExpressionClassifier) -> None:
    mirrored = np.ascontiguousarray(FACES[:, :, ::-1])
    assert np.allclose(
        classifier.probabilities(FACES), classifier.probabilities(mirrored), atol=1e-4
    )


def test_a_picture_of_one_grey_gives_probabilities(classifier: ExpressionClassifier) -> None:
    flat = np.zeros((1, 48, 48), dtype=np.uint8)
    assert np.isfinite(classifier.probabilities(flat)).all()


def test_the_crop_is_the_box_itself() -> None:
    frame = np.zeros((200, 300), dtype=np.uint8)
    frame[40:136, 100:196] = 200
    assert (crop(frame, Box(100, 40, 96, 96)) == 200).all()


def test_the_crop_ends_where_the_frame_ends() -> None:
    frame = np.full((100, 100), 7, dtype=np.uint8)
    assert (crop(frame, Box(-10, 60, 60, 60)) == 7).all()


def test_the_crop_averages_areas() -> None:
    checks = np.indices((96, 96)).sum(axis=0) % 2 * 200
    assert (crop(checks.astype(np.uint8), Box(0, 0, 96, 96)) == 100).all()
