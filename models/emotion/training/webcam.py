"""Seven webcam-like changes to a face, for measuring a network's robustness."""

from collections.abc import Callable
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tui_player.models.emotion.classes import FACE_SIZE_PX

SMALL_PX: Final = 24
Faces = NDArray[np.uint8]
"""[N, 48, 48] grey."""


def _moved(images: Faces, turns: list[float], scale: float) -> Faces:
    """Rotate image i by `turns[i % len(turns)]` degrees and scale it, both about the centre."""
    middle = ((FACE_SIZE_PX - 1) / 2, (FACE_SIZE_PX - 1) / 2)
    size = (FACE_SIZE_PX, FACE_SIZE_PX)
    moves = [cv2.getRotationMatrix2D(middle, turn, scale) for turn in turns]
    return np.stack(
        [
            cv2.warpAffine(image, moves[row % len(moves)], size, borderMode=cv2.BORDER_REPLICATE)
            for row, image in enumerate(images)
        ]
    ).astype(np.uint8)


def _each(images: Faces, change: Callable[[Faces], Any]) -> Faces:
    return np.stack([change(image) for image in images]).astype(np.uint8)


def _noisy(images: Faces, gain: float, sigma: float) -> Faces:
    noise = np.random.default_rng(0).normal(0, sigma, images.shape)
    return np.asarray(np.clip(images * gain + noise, 0, 255).round(), dtype=np.uint8)


def _small(image: Faces) -> Any:
    small = cv2.resize(image, (SMALL_PX, SMALL_PX), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (FACE_SIZE_PX, FACE_SIZE_PX), interpolation=cv2.INTER_LINEAR)


CHANGES: Final[dict[str, Callable[[Faces], Faces]]] = {
    "rotated 20 degrees, one way or the other": lambda images: _moved(images, [20, -20], 1),
    "crop looser x1.2": lambda images: _moved(images, [0], 1 / 1.2),
    "crop tighter x0.8": lambda images: _moved(images, [0], 1 / 0.8),
    "dark x0.3 with noise 4": lambda images: _noisy(images, 0.3, 4),
    "noise 10": lambda images: _noisy(images, 1, 10),
    "blur, sigma 1": lambda images: _each(images, lambda one: cv2.GaussianBlur(one, (0, 0), 1)),
    "face of 24 px": lambda images: _each(images, _small),
}
