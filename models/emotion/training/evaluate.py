"""Evaluate the shipped network: `python -m tui_player.models.emotion.training.evaluate --data NPZ`.

There are two protocols: the original labels on all faces, and the FER+ majority on the faces with a
majority. Each figure has a 95 % interval. A second figure leaves out copies: faces that are in the
training part too or repeat an earlier face.
"""

import argparse
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tui_player.expression.classes import FER2013_CLASSES
from tui_player.models.emotion.classes import FER2013_OF_FERPLUS, FERPLUS_CLASSES
from tui_player.models.emotion.classifier import MODEL_FILE, blended
from tui_player.models.emotion.training.dataset import NO_MAJORITY, Faces, load
from tui_player.models.emotion.training.evaluation.figures import (
    Figures,
    as_text,
    confusion_picture,
)
from tui_player.models.emotion.training.evaluation.metrics import Share, calibration_error, coverage
from tui_player.models.emotion.training.webcam import CHANGES
from tui_player.models.onnx import open_session

CHUNK: Final = 64
TONES: Final = ("positive", "neutral", "negative")
TONE_OF_FER2013: Final = tuple(
    TONES.index(
        {"happy": "positive", "surprise": "positive", "neutral": "neutral"}.get(name, "negative")
    )
    for name in FER2013_CLASSES
)
"""Index into `TONES` of each FER2013 class. Surprise counts as positive, as on the
valence-arousal plane (see `expression.classes`)."""
TARGET_ACCURACY: Final = 0.85


def predict(model: Path, images: NDArray[np.uint8]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Probabilities [N, 7] and [N, 8] of `images` [N, 48, 48]."""
    session = open_session(model)
    chunks = [
        session.run(
            ["fer2013", "ferplus"],
            {"faces": images[start : start + CHUNK, None].astype(np.float32)},
        )
        for start in range(0, len(images), CHUNK)
    ]
    return np.concatenate([c[0] for c in chunks]), np.concatenate([c[1] for c in chunks])


def folded(probabilities: NDArray[Any], groups: tuple[int, ...]) -> NDArray[Any]:
    """Sum [N, C] probabilities by group; `groups` has the group of each class."""
    return probabilities @ np.eye(max(groups) + 1)[list(groups)]


def measure(
    protocol: str,
    classes: tuple[str, ...],
    probabilities: NDArray[Any],
    truth: NDArray[Any],
    is_copy: NDArray[np.bool_],
) -> Figures:
    """Figures of `probabilities` [N, C] against `truth` [N]."""
    answer = probabilities.argmax(axis=1)
    confidence = probabilities.max(axis=1)
    right = answer == truth
    confusion = np.zeros((len(classes), len(classes)), dtype=int)
    np.add.at(confusion, (truth, answer), 1)
    return Figures(
        protocol=protocol,
        classes=classes,
        accuracy=Share.right(right),
        without_copies=Share.right(right[~is_copy]),
        calibration_error=calibration_error(confidence, right),
        coverage=coverage(confidence, right, TARGET_ACCURACY),
        confusion=confusion.tolist(),
    )


def evaluate(model: Path, faces: Faces, training: Faces) -> list[Figures]:
    """Figures of `model` on `faces` by both protocols, and of the blended probabilities."""
    fer2013, ferplus = predict(model, faces.images)
    is_copy = faces.is_copy_of(training) | faces.is_repeat()
    majority = faces.majority()
    clear = majority != NO_MAJORITY
    blend = blended(fer2013, ferplus)
    in_seven = np.array(FER2013_OF_FERPLUS)[majority[clear]]
    tones = np.array(TONE_OF_FER2013)

    def tone(protocol: str, seven: NDArray[Any]) -> Figures:
        return measure(
            protocol, TONES, folded(seven, TONE_OF_FER2013), tones[faces.labels], is_copy
        )

    def crowd(protocol: str, seven: NDArray[Any]) -> Figures:
        return measure(protocol, FER2013_CLASSES, seven[clear], in_seven, is_copy[clear])

    return [
        measure("original", FER2013_CLASSES, fer2013, faces.labels, is_copy),
        measure("FER+ majority", FERPLUS_CLASSES, ferplus[clear], majority[clear], is_copy[clear]),
        tone("original in three", fer2013),
        measure("blend, original", FER2013_CLASSES, blend, faces.labels, is_copy),
        crowd("blend, FER+ majority in seven", blend),
        crowd("original output, FER+ majority in seven", fer2013),
    ]


def evaluate_changed(model: Path, faces: Faces, training: Faces) -> dict[str, tuple[Share, Share]]:
    """Accuracy on the original labels for each change and the mean: with and without copies."""
    fresh = ~(faces.is_copy_of(training) | faces.is_repeat())
    right = {
        name: predict(model, change(faces.images))[0].argmax(axis=1) == faces.labels
        for name, change in CHANGES.items()
    }
    figures = {name: (Share.right(row), Share.right(row[fresh])) for name, row in right.items()}
    mean = np.stack(list(right.values())).mean(axis=0)
    return figures | {"mean of the seven": (Share.mean(mean), Share.mean(mean[fresh]))}


def report(everything: Faces, model: Path, split: str) -> None:
    """Print the figures of `model` on the part `split`, then on its webcam-like changes."""
    faces, training = everything.part(split), everything.part("train")
    for figures in evaluate(model, faces, training):
        print(as_text(figures))
    for name, (accuracy, fresh) in evaluate_changed(model, faces, training).items():
        print(f"original, {name}: {accuracy}; without copies {fresh}")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="fer2013.npz, or a folder of csv")
    parser.add_argument("--model", type=Path, default=MODEL_FILE)
    parser.add_argument("--split", default="validation", choices=("validation", "test"))
    parser.add_argument("--picture", type=Path, help="draw the confusion matrices as an SVG file")
    options = parser.parse_args()
    everything = load(options.data)
    if options.picture is None:
        report(everything, options.model, options.split)
    else:
        figures = evaluate(options.model, everything.part(options.split), everything.part("train"))
        options.picture.write_text(confusion_picture(figures[:2]))


if __name__ == "__main__":
    main()
