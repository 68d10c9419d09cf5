"""Classify the expression of a face with the network in `emotion_crnn.onnx`."""

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.expression.classes import FER2013_CLASSES
from tui_player.models.emotion.classes import FER2013_OF_FERPLUS
from tui_player.models.onnx import open_session

MODEL_FILE: Final = Path(__file__).with_name("emotion_crnn.onnx")

CROWD_SHARE: Final = 0.5
"""Weight of the FER+ output in the blended probabilities (see the model card)."""

_FOLD: Final = np.eye(len(FER2013_CLASSES), dtype=np.float32)[list(FER2013_OF_FERPLUS)]
"""[8, 7]: maps FER+ probabilities to probabilities of the seven FER2013 classes."""


class ExpressionClassifier:
    """The loaded network; runs on one thread."""

    def __init__(self, model: Path = MODEL_FILE, *, crowd_share: float = CROWD_SHARE) -> None:
        self._session = open_session(model)
        self._crowd_share = crowd_share

    def probabilities(self, faces: NDArray[np.uint8]) -> NDArray[np.float32]:
        """`faces` [N, 48, 48] grey -> [N, 7] in the order of `FER2013_CLASSES`; rows sum to 1.

        The result blends the outputs for both label sets. The original labels alone see fear in
        many calm faces (see the model card).
        """
        raw = faces[:, None].astype(np.float32)
        original, crowd = self._session.run(["fer2013", "ferplus"], {"faces": raw})
        return blended(original, crowd, self._crowd_share)


def blended(
    original: NDArray[np.float32], crowd: NDArray[np.float32], crowd_share: float = CROWD_SHARE
) -> NDArray[np.float32]:
    """Blend the probabilities of both label sets, [N, 7] and [N, 8] -> [N, 7]."""
    mixed = (1 - crowd_share) * original + crowd_share * (crowd @ _FOLD)
    return np.asarray(mixed, dtype=np.float32)
