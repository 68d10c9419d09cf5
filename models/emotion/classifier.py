"""The expression of one face, by the network in `emotion_crnn.onnx`."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tui_player.models.emotion.classes import (
    FACE_SIZE_PX,
    FER2013_CLASSES,
    FER2013_OF_FERPLUS,
)
from tui_player.models.emotion.detector import Box
from tui_player.models.onnx import open_session

MODEL_FILE: Final = Path(__file__).with_name("emotion_crnn.onnx")

_FOLD: Final = np.eye(len(FER2013_CLASSES), dtype=np.float32)[list(FER2013_OF_FERPLUS)]
"""[8, 7]; FER+ probabilities times this are probabilities of the seven classes."""


class ExpressionClassifier:
    """The network, ready to run on one thread."""

    def __init__(self, model: Path = MODEL_FILE) -> None:
        self._session = open_session(model)

    def probabilities(self, faces: NDArray[np.uint8]) -> NDArray[np.float32]:
        """`faces` [N, 48, 48] grey -> [N, 7] in the order of `FER2013_CLASSES`; rows sum to 1.

        The mean of what the two label sets say: the original labels alone see fear in many calm
        faces (see the model card).
        """
        raw = faces[:, None].astype(np.float32)
        original, crowd = self._session.run(["fer2013", "ferplus"], {"faces": raw})
        return blended(original, crowd)


def blended(original: NDArray[np.float32], crowd: NDArray[np.float32]) -> NDArray[np.float32]:
    """[N, 7] and [N, 8] probabilities of the two label sets -> [N, 7]: what the player reads."""
    return np.asarray((original + crowd @ _FOLD) / 2, dtype=np.float32)


def crop(grey: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    """The part of `grey` [H, W] inside `box` as [48, 48].

    No margin: FER2013's faces are cut as the Haar cascade cuts them.
    """
    left, top = max(box.x, 0), max(box.y, 0)
    face = grey[top : box.y + box.height, left : box.x + box.width]
    size = (FACE_SIZE_PX, FACE_SIZE_PX)
    return np.asarray(cv2.resize(face, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
