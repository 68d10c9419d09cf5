"""Listeners like me: what others' ratings say of songs that this listener has not rated."""

from typing import TYPE_CHECKING, Final

import numpy as np

from tui_player.library.catalog import Floats

if TYPE_CHECKING:
    from scipy import sparse

REGULARISATION: Final = 300.0


def similarities_of_songs(ratings: "sparse.csr_matrix", regularisation: float) -> Floats:
    """[I, I]: how much a rating of one song says of another, from `ratings` [U, I].

    EASE in closed form (Steck 2019, arXiv 1905.03375); the diagonal is 0.
    """
    gram: Floats = np.asarray((ratings.T @ ratings).todense(), np.float32)
    np.fill_diagonal(gram, gram.diagonal() + regularisation)
    inverse: Floats = np.linalg.inv(gram)
    weights: Floats = inverse / -inverse.diagonal()
    np.fill_diagonal(weights, 0)
    return weights
