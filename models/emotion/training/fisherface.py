"""A baseline: PCA and LDA (Fisherface, Belhumeur et al. 1997).

`python -m tui_player.models.emotion.training.fisherface --data FER2013`

Each face and its mirror image are standardised. A tenth of the training faces selects the number of
principal components. Linear discriminants with shrinkage follow.
"""

import argparse
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.pipeline import Pipeline, make_pipeline

from tui_player.models.emotion.training.dataset import NO_MAJORITY, Faces, load
from tui_player.models.emotion.training.evaluation.metrics import Share

COMPONENTS: Final = (50, 100, 200, 400)
HELD_OUT: Final = 10
"""One face in ten is held out to select the number of components."""


def as_vectors(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """[N, 48, 48] -> [N, 2304], each face with mean 0 and standard deviation 1."""
    vectors = images.reshape(len(images), -1).astype(np.float32)
    vectors -= vectors.mean(axis=1, keepdims=True)
    vectors /= np.sqrt((vectors**2).mean(axis=1, keepdims=True) + 1)
    return vectors


def fit(images: NDArray[np.uint8], labels: NDArray[Any], components: int) -> Pipeline:
    """A fitted Fisherface classifier."""
    both = np.concatenate([images, images[:, :, ::-1]])
    classifier = make_pipeline(
        PCA(components, whiten=True, svd_solver="randomized", random_state=0),
        LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto"),
    )
    return classifier.fit(as_vectors(both), np.tile(labels, 2))


def best(images: NDArray[np.uint8], labels: NDArray[Any]) -> tuple[int, Pipeline]:
    """The best number of components on a held-out tenth, and the classifier fitted on all."""
    held = np.arange(len(images)) % HELD_OUT == 0

    def score(components: int) -> float:
        fitted = fit(images[~held], labels[~held], components)
        return float(fitted.score(as_vectors(images[held]), labels[held]))

    components = max(COMPONENTS, key=score)
    return components, fit(images, labels, components)


def report(
    protocol: str,
    training: Faces,
    faces: Faces,
    truths: tuple[Any, Any],
    fresh: NDArray[np.bool_],
) -> None:
    """Fit on `training` and print the figures on `faces`; `truths` are the labels of both.

    `fresh` [N] is false for copies among `faces`.
    """
    components, classifier = best(training.images, truths[0])
    right = classifier.predict(as_vectors(faces.images)) == truths[1]
    print(f"{protocol}, {components} components: {Share.right(right)}")
    print(f"  without copies: {Share.right(right[fresh])}")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="fer2013.npz, or a folder of csv")
    options = parser.parse_args()
    everything = load(options.data)
    training, faces = everything.part("train").distinct(), everything.part("validation")
    fresh = ~(faces.is_copy_of(everything.part("train")) | faces.is_repeat())
    report("original", training, faces, (training.labels, faces.labels), fresh)
    known, clear = training.majority() != NO_MAJORITY, faces.majority() != NO_MAJORITY
    truths = training.majority()[known], faces.majority()[clear]
    report("FER+ majority", training.where(known), faces.where(clear), truths, fresh[clear])


if __name__ == "__main__":
    main()
