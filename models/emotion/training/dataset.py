"""FER2013 with the FER+ votes, from the npz archive or from the two public csv files.

FER2013: Goodfellow et al. 2013 (arXiv 1307.0414). FER+: Barsoum et al. 2016 (arXiv 1608.01041).
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.models.emotion.classes import FACE_SIZE_PX, FERPLUS_CLASSES

SPLIT_OF_USAGE: Final = {"Training": "train", "PublicTest": "validation", "PrivateTest": "test"}
VOTE_COLUMNS: Final = (*FERPLUS_CLASSES, "unknown", "NF")
NO_MAJORITY: Final = -1


@dataclass(frozen=True)
class Faces:
    """Labelled faces; row i of each array belongs to face i."""

    images: NDArray[np.uint8]
    """[N, 48, 48], grey."""
    labels: NDArray[np.uint8]
    """[N], the original FER2013 label."""
    votes: NDArray[np.uint8]
    """[N, 10], crowd votes: the eight FER+ emotions, unknown, not a face."""
    votes_valid: NDArray[np.bool_]
    """[N], false if the votes can't be matched to the picture."""
    split: NDArray[np.str_]
    """[N], `train`, `validation` or `test`."""

    def __len__(self) -> int:
        return len(self.images)

    def where(self, mask: NDArray[np.bool_]) -> "Faces":
        """The rows for which `mask` [N] is true."""
        return Faces(
            self.images[mask],
            self.labels[mask],
            self.votes[mask],
            self.votes_valid[mask],
            self.split[mask],
        )

    def part(self, name: str) -> "Faces":
        """The rows of one split."""
        return self.where(self.split == name)

    def vote_shares(self) -> NDArray[np.float32]:
        """[N, 8] votes for the eight emotions as shares; all zero for a face without votes."""
        votes = self.votes[:, : len(FERPLUS_CLASSES)].astype(np.float32)
        votes *= self.votes_valid[:, None]
        votes /= np.maximum(votes.sum(axis=1, keepdims=True), 1)
        return votes

    def majority(self) -> NDArray[np.int64]:
        """[N] FER+ class with more than half of all ten votes, else `NO_MAJORITY`."""
        top = self.votes.argmax(axis=1)
        share = self.votes.max(axis=1) / np.maximum(self.votes.sum(axis=1), 1)
        clear = self.votes_valid & (top < len(FERPLUS_CLASSES)) & (share > 0.5)
        return np.where(clear, top, NO_MAJORITY)

    def is_copy_of(self, other: "Faces") -> NDArray[np.bool_]:
        """[N] whether `other` has a face with the same pixels."""
        known = {image.tobytes() for image in other.images}
        return np.array([image.tobytes() in known for image in self.images], dtype=np.bool_)

    def is_repeat(self) -> NDArray[np.bool_]:
        """[N] whether an earlier row has the same pixels."""
        seen: set[bytes] = set()
        repeats = np.zeros(len(self), dtype=np.bool_)
        for row, image in enumerate(self.images):
            pixels = image.tobytes()
            repeats[row] = pixels in seen
            seen.add(pixels)
        return repeats

    def distinct(self) -> "Faces":
        """Keep one copy of each picture; drop pictures whose copies have different labels."""
        labels: dict[bytes, set[int]] = {}
        for image, label in zip(self.images, self.labels, strict=True):
            labels.setdefault(image.tobytes(), set()).add(int(label))
        agreed = [len(labels[image.tobytes()]) == 1 for image in self.images]
        return self.where(np.array(agreed, dtype=np.bool_) & ~self.is_repeat())


def load_npz(path: Path) -> Faces:
    """Read an npz archive: images, labels, split, ferplus_votes, ferplus_valid."""
    with np.load(path, allow_pickle=False) as archive:
        return Faces(
            images=archive["images"],
            labels=archive["labels"],
            votes=archive["ferplus_votes"],
            votes_valid=archive["ferplus_valid"],
            split=archive["split"],
        )


def load_csv(fer2013_csv: Path, ferplus_csv: Path | None = None) -> Faces:
    """Read Kaggle's `fer2013.csv` and, if given, Microsoft's `fer2013new.csv`, matched by row.

    Raises `ValueError` if the two files do not have the same number of rows.
    """
    with fer2013_csv.open(newline="") as file:
        rows = [(row["emotion"], row["pixels"], row["Usage"]) for row in csv.DictReader(file)]
    images = np.stack([np.array(pixels.split(), dtype=np.uint8) for _, pixels, _ in rows])
    votes = np.zeros((len(rows), len(VOTE_COLUMNS)), dtype=np.uint8)
    if ferplus_csv is not None:
        votes = _read_votes(ferplus_csv)
    if len(votes) != len(rows):
        raise ValueError(f"{ferplus_csv} has {len(votes)} rows, {fer2013_csv} has {len(rows)}")
    return Faces(
        images=images.reshape(-1, FACE_SIZE_PX, FACE_SIZE_PX),
        labels=np.array([label for label, _, _ in rows], dtype=np.uint8),
        votes=votes,
        votes_valid=votes.sum(axis=1) > 0,
        split=np.array([SPLIT_OF_USAGE[usage] for _, _, usage in rows]),
    )


def _read_votes(path: Path) -> NDArray[np.uint8]:
    with path.open(newline="") as file:
        rows = [[row[column] for column in VOTE_COLUMNS] for row in csv.DictReader(file)]
    return np.array(rows, dtype=np.uint8)


def load(path: Path) -> Faces:
    """Read an npz archive, or a folder (or file) with the public csv files."""
    if path.suffix == ".npz":
        return load_npz(path)
    folder = path if path.is_dir() else path.parent
    ferplus = folder / "fer2013new.csv"
    return load_csv(folder / "fer2013.csv", ferplus if ferplus.exists() else None)
