import subprocess
import sys

import cv2
import numpy as np
import pytest

from tests.faces import beside, dimmed, portrait, webcam_frame
from tui_player.expression.classes import FER2013_CLASSES
from tui_player.expression.reading import NoReading
from tui_player.models.emotion import ExpressionReader


@pytest.fixture(scope="module")
def reader() -> ExpressionReader:
    return ExpressionReader()


def test_a_smile_is_read_as_happy(reader: ExpressionReader) -> None:
    reading = reader.read(portrait())
    assert reading.reason is None
    assert reading.probabilities is not None
    assert sum(reading.probabilities) == pytest.approx(1, abs=1e-4)
    assert FER2013_CLASSES[int(np.argmax(reading.probabilities))] == "happy"


def test_a_smile_in_a_dim_room_is_read_as_happy(reader: ExpressionReader) -> None:
    reading = reader.read(dimmed(webcam_frame(150), 0.15))
    assert reading.probabilities is not None
    assert FER2013_CLASSES[int(np.argmax(reading.probabilities))] == "happy"


def test_an_empty_room_is_read_as_no_face(reader: ExpressionReader) -> None:
    reading = reader.read(np.full((480, 640, 3), 120, dtype=np.uint8))
    assert (reading.probabilities, reading.reason, reading.box) == (None, NoReading.NO_FACE, None)


def test_a_covered_lens_is_read_as_too_dark(reader: ExpressionReader) -> None:
    reading = reader.read(dimmed(portrait(), 0.01))
    assert (reading.probabilities, reading.reason) == (None, NoReading.DARK)


def test_two_faces_of_similar_size_give_no_probabilities(reader: ExpressionReader) -> None:
    reading = reader.read(beside(portrait(), portrait()[:, ::-1]))
    assert (reading.probabilities, reading.reason) == (None, NoReading.SEVERAL_FACES)


def test_a_smaller_face_in_the_background_is_ignored(reader: ExpressionReader) -> None:
    behind = cv2.resize(portrait(), (208, 208), interpolation=cv2.INTER_AREA)
    behind = cv2.copyMakeBorder(behind, 0, 112, 0, 0, cv2.BORDER_REPLICATE)
    reading = reader.read(beside(np.asarray(behind, dtype=np.uint8), portrait()))
    assert reading.reason is None
    assert reading.box is not None
    assert reading.box[0] > 208


def test_a_reading_below_the_confidence_threshold_is_unsure() -> None:
    reading = ExpressionReader(min_confidence=1.01).read(portrait())
    assert (reading.probabilities, reading.reason) == (None, NoReading.UNSURE)
    assert reading.box is not None


def test_importing_the_package_loads_no_slow_library() -> None:
    code = (
        "import sys, tui_player.models.emotion, tui_player.webcam, tui_player.mood;"
        "print({'cv2', 'numpy', 'onnxruntime'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
