"""Songs by what tells them apart: their embeddings seen from the mean song, along few directions.

Embeddings share a large common part; seen from the origin all songs would be alike. Most of what is
left lies along few directions (principal components; Pearson 1901), which are quicker to compute
with than all of them.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Halves = NDArray[np.float16]
"""Embeddings as the library keeps them."""

MOST_DIRECTIONS: Final = 24
"""They hold 0.967 of the variance of 1,057 clips of many kinds (by `music-4`)."""

SAME_SOUND: Final = 1e-4
"""Variance below which differences are rounding."""

PIECE: Final = 1024
"""Songs at a time: in single precision all embeddings would be the largest array by far."""


class SoundSpace:
    """The space in which a library's songs differ."""

    def __init__(self, embeddings: Halves) -> None:
        """Of `embeddings` [M, D], all of which `has_direction`; M may be 0."""
        width = embeddings.shape[1]
        centre, products = np.zeros(width), np.zeros((width, width))
        for _, piece in _pieces(embeddings):
            centre += piece.sum(axis=0, dtype=np.float64)
            products += piece.T @ piece
        count = max(1, len(embeddings))
        centre /= count
        variances, directions = np.linalg.eigh(products / count - np.outer(centre, centre))
        kept = slice(None, -1 - min(MOST_DIRECTIONS, len(variances)), -1)
        # A direction may point either way: mostly the same on every machine, so that chance is too.
        basis = directions[:, kept] * np.where((directions[:, kept] ** 3).sum(axis=0) < 0, -1, 1)
        spread = float(variances[kept].sum())
        scale = spread**-0.5 if spread > SAME_SOUND else 0.0
        self._basis: Floats = (basis * scale).astype(np.float32)
        self._centre: Floats = (centre @ self._basis).astype(np.float32)

    def place(self, embeddings: Halves) -> Floats:
        """[M, D] -> [M, K]; songs' squared lengths are 1 in the mean."""
        placed = np.empty((len(embeddings), self._basis.shape[1]), np.float32)
        for rows, piece in _pieces(embeddings):
            placed[rows] = piece @ self._basis
        placed -= self._centre
        return placed


def has_direction(embeddings: Halves) -> NDArray[np.bool_]:
    """[M]; false where the length is 0, or no number."""
    lengths = np.empty(len(embeddings), np.float32)
    for start in range(0, len(embeddings), PIECE):
        piece = embeddings[start : start + PIECE].astype(np.float32)
        lengths[start : start + PIECE] = np.einsum("nd,nd->n", piece, piece)
    return np.isfinite(lengths) & (lengths > 0)


def _pieces(embeddings: Halves) -> Iterator[tuple[slice, Floats]]:
    """Some rows at a time, which they are, and each of length 1."""
    for start in range(0, len(embeddings), PIECE):
        rows = slice(start, start + PIECE)
        piece = embeddings[rows].astype(np.float32)
        piece /= np.sqrt(np.einsum("nd,nd->n", piece, piece))[:, None]
        yield rows, piece
