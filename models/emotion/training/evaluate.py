"""Measure the shipped network: `python -m tui_player.models.emotion.training.evaluate --data NPZ`.

By both protocols: the original labels over all faces, and the FER+ majority over the faces whose
crowd agrees. Each figure has its 95 % interval, and its twin without the faces that stand in the
training part as well or repeat an earlier one.
"""

import argparse
import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from tui_player.models.emotion.classes import (
    FER2013_CLASSES,
    FER2013_OF_FERPLUS,
    FERPLUS_CLASSES,
)
from tui_player.models.emotion.classifier import MODEL_FILE, blended
from tui_player.models.emotion.training.dataset import NO_MAJORITY, Faces, load

CHUNK: Final = 64
ECE_BINS: Final = 15
Z95: Final = 1.959964


@dataclass(frozen=True)
class Share:
    """A part of a whole with its 95 % interval (Wilson 1927)."""

    right: int
    of: int
    share: float
    low: float
    high: float

    @classmethod
    def of_counts(cls, right: int, of: int) -> "Share":
        """`right` out of `of`, which is more than 0."""
        p = right / of
        middle = (p + Z95**2 / (2 * of)) / (1 + Z95**2 / of)
        half = Z95 / (1 + Z95**2 / of) * math.sqrt(p * (1 - p) / of + Z95**2 / (4 * of**2))
        return cls(right, of, p, middle - half, middle + half)

    def __str__(self) -> str:
        return f"{self.share:.1%} ({self.low:.1%} to {self.high:.1%}, n = {self.of})"


@dataclass(frozen=True)
class Figures:
    """One output by one protocol."""

    protocol: str
    classes: tuple[str, ...]
    accuracy: Share
    without_copies: Share
    calibration_error: float
    """Expected calibration error over 15 bins of confidence (arXiv 1706.04599)."""
    confusion: list[list[int]]
    """Row: the label; column: the network's answer."""


def predict(model: Path, images: NDArray[np.uint8]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Probabilities [N, 7] and [N, 8] of `images` [N, 48, 48]."""
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    chunks = [
        session.run(
            ["fer2013", "ferplus"],
            {"faces": images[start : start + CHUNK, None].astype(np.float32)},
        )
        for start in range(0, len(images), CHUNK)
    ]
    return np.concatenate([c[0] for c in chunks]), np.concatenate([c[1] for c in chunks])


def calibration_error(confidence: NDArray[Any], right: NDArray[np.bool_]) -> float:
    """Mean distance of confidence and accuracy over bins, weighted by how many fall into each."""
    bins = np.minimum((confidence * ECE_BINS).astype(int), ECE_BINS - 1)
    gaps = [
        abs(float(np.sum(confidence[bins == b]) - np.sum(right[bins == b])))
        for b in range(ECE_BINS)
    ]
    return sum(gaps) / len(confidence)


def measure(
    protocol: str,
    classes: tuple[str, ...],
    probabilities: NDArray[Any],
    truth: NDArray[Any],
    is_copy: NDArray[np.bool_],
) -> Figures:
    """Figures of `probabilities` [N, C] against `truth` [N]."""
    answer = probabilities.argmax(axis=1)
    right = answer == truth
    confusion = np.zeros((len(classes), len(classes)), dtype=int)
    np.add.at(confusion, (truth, answer), 1)
    return Figures(
        protocol=protocol,
        classes=classes,
        accuracy=Share.of_counts(int(right.sum()), len(right)),
        without_copies=Share.of_counts(int(right[~is_copy].sum()), int((~is_copy).sum())),
        calibration_error=calibration_error(probabilities.max(axis=1), right),
        confusion=confusion.tolist(),
    )


def evaluate(model: Path, faces: Faces, training: Faces) -> list[Figures]:
    """Figures of `model` on `faces` by both protocols, and of the blend that the player reads."""
    fer2013, ferplus = predict(model, faces.images)
    is_copy = faces.is_copy_of(training) | faces.is_repeat()
    majority = faces.majority()
    clear = majority != NO_MAJORITY
    blend = blended(fer2013, ferplus)
    folded = np.array(FER2013_OF_FERPLUS)[majority[clear]]
    return [
        measure("original", FER2013_CLASSES, fer2013, faces.labels, is_copy),
        measure("FER+ majority", FERPLUS_CLASSES, ferplus[clear], majority[clear], is_copy[clear]),
        measure("blend, original", FER2013_CLASSES, blend, faces.labels, is_copy),
        measure("blend, FER+ majority in 7", FER2013_CLASSES, blend[clear], folded, is_copy[clear]),
        measure(
            "original output, FER+ majority in 7",
            FER2013_CLASSES,
            fer2013[clear],
            folded,
            is_copy[clear],
        ),
    ]


def as_text(figures: Figures) -> str:
    """A table for people."""
    width = max(len(name) for name in figures.classes) + 1
    lines = [
        f"{figures.protocol}: {figures.accuracy}",
        f"  without copies: {figures.without_copies}",
        f"  expected calibration error: {figures.calibration_error:.3f}",
        " " * (width + 2) + "".join(f"{name[:8]:>9}" for name in figures.classes) + "   recall",
    ]
    for name, row in zip(figures.classes, figures.confusion, strict=True):
        recall = row[figures.classes.index(name)] / max(sum(row), 1)
        lines.append(f"  {name:<{width}}" + "".join(f"{n:>9}" for n in row) + f"{recall:>9.1%}")
    return "\n".join(lines)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="fer2013.npz, or a folder of csv")
    parser.add_argument("--model", type=Path, default=MODEL_FILE)
    parser.add_argument("--split", default="validation", choices=("validation", "test"))
    parser.add_argument("--json", action="store_true", help="one JSON object a protocol")
    options = parser.parse_args()
    faces = load(options.data)
    for figures in evaluate(options.model, faces.part(options.split), faces.part("train")):
        print(json.dumps(asdict(figures)) if options.json else as_text(figures))


if __name__ == "__main__":
    main()
