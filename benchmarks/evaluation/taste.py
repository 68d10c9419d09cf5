"""Compares ways to predict a listener's artists from other listeners.

`python -m benchmarks.evaluation.taste --data LASTFM` reads HetRec's `user_artists.dat` and
hides a fifth of each listener's artists. Each method ranks all artists outside the known plays of
the listener. The figures are nDCG@10 and recall@20, mean over listeners, 95 % by bootstrap over
them. Settings of each method are chosen on a hidden tenth of the other artists. Then each method is
tested once.

Needs `implicit`, which is not a dependency of the player.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from benchmarks.evaluation.clips import interval
from tui_player.library.ranking.terms.collaborative_filtering import item_weights_of

SEEDS: Final = (7, 8, 9)
HIDDEN: Final = 0.2
CHOOSING: Final = 0.1
LEAST_LISTENERS: Final = 3
"""Least number of listeners of an artist in the data."""
NDCG_AT: Final = 10
RECALL_AT: Final = 20

Matrix: TypeAlias = Any
"""`scipy.sparse.csr_matrix`, which has no types."""
Scores = NDArray[np.float32]
Method = Callable[[Matrix], Scores]
"""Known plays [U, I] -> scores [U, I]."""


@dataclass(frozen=True)
class Split:
    """The known and the hidden plays of each listener."""

    known: Matrix
    hidden: Matrix


def load(path: Path) -> Matrix:
    """[U, I]: logarithm of one plus the plays."""
    rows = np.loadtxt(path, skiprows=1, dtype=np.int64)
    _, users = np.unique(rows[:, 0], return_inverse=True)
    _, artists = np.unique(rows[:, 1], return_inverse=True)
    plays = np.log1p(rows[:, 2]).astype(np.float32)
    return sparse.csr_matrix((plays, (users, artists)))


def split(plays: Matrix, share: float, seed: int) -> Split:
    """Hide a share of each listener's artists, at least one of two or more."""
    rng = np.random.default_rng(seed)
    is_hidden = np.zeros(plays.nnz, np.bool_)
    for start, end in zip(plays.indptr[:-1], plays.indptr[1:], strict=True):
        count = max(1, round(share * (end - start))) if end - start > 1 else 0
        is_hidden[start + rng.permutation(end - start)[:count]] = True
    known, hidden = plays.copy(), plays.copy()
    known.data[is_hidden], hidden.data[~is_hidden] = 0, 0
    known.eliminate_zeros()
    hidden.eliminate_zeros()
    return Split(known, hidden)


def popularity(known: Matrix) -> Scores:
    """Number of listeners of each artist."""
    listeners = np.asarray((known > 0).sum(axis=0), np.float32)
    return np.repeat(listeners, known.shape[0], axis=0)


def item_neighbours(neighbours: int) -> Method:
    """Artists similar to the listener's, by the cosine of their listeners."""

    def scores(known: Matrix) -> Scores:
        from implicit.nearest_neighbours import CosineRecommender

        model = CosineRecommender(K=neighbours)
        model.fit(known, show_progress=False)
        return np.asarray((known @ model.similarity.tocsr()).todense(), np.float32)

    return scores


def alternating_least_squares(factors: int, regularisation: float, alpha: float) -> Method:
    """Hu, Koren & Volinsky 2008, by `implicit`."""

    def scores(known: Matrix) -> Scores:
        from implicit.als import AlternatingLeastSquares

        model = AlternatingLeastSquares(
            factors=factors, regularization=regularisation, alpha=alpha, random_state=7
        )
        model.fit(known, show_progress=False)
        product: Scores = model.user_factors @ model.item_factors.T
        return product

    return scores


def ease(regularisation: float) -> Method:
    """Steck 2019, "Embarrassingly shallow autoencoders", as the player has it."""

    def scores(known: Matrix) -> Scores:
        gram = np.asarray((known.T @ known).todense(), np.float32)
        product: Scores = known @ item_weights_of(gram, regularisation)
        return product

    return scores


FAMILIES: Final[dict[str, Sequence[tuple[dict[str, Any], Method]]]] = {
    "popularity": [({}, popularity)],
    "item-kNN": [({"neighbours": k}, item_neighbours(k)) for k in (20, 50, 100, 200)],
    "ALS": [
        ({"factors": f, "regularisation": r, "alpha": a}, alternating_least_squares(f, r, a))
        for f in (32, 64, 128)
        for r in (0.1, 1.0, 10.0)
        for a in (1.0, 4.0)
    ],
    "EASE": [({"regularisation": r}, ease(r)) for r in (300.0, 1000.0, 3000.0, 10000.0)],
}


def evaluated(scores: Scores, parts: Split) -> NDArray[np.float64]:
    """[U, 2]; nDCG@10 and recall@20 of each listener with hidden artists."""
    scores = scores.copy()
    scores[parts.known.nonzero()] = -np.inf
    first = np.argpartition(-scores, RECALL_AT, axis=1)[:, :RECALL_AT]
    order = np.argsort(-np.take_along_axis(scores, first, axis=1), axis=1, kind="stable")
    first = np.take_along_axis(first, order, axis=1)
    wanted = np.asarray((parts.hidden > 0).todense())
    hits = np.take_along_axis(wanted, first, axis=1)
    count = wanted.sum(axis=1)
    asked = count > 0
    gains = 1 / np.log2(np.arange(NDCG_AT) + 2)
    best = np.cumsum(gains)[np.minimum(count[asked], NDCG_AT) - 1]
    ndcg = hits[asked, :NDCG_AT] @ gains / best
    recall = hits[asked].sum(axis=1) / np.minimum(count[asked], RECALL_AT)
    return np.stack([ndcg, recall], axis=1)


def chosen(family: str, plays: Matrix) -> tuple[dict[str, Any], Method]:
    """The setting with the best nDCG on a further hidden tenth."""
    settings = FAMILIES[family]
    if len(settings) == 1:
        return settings[0]
    inner = split(plays, CHOOSING, seed=1)
    return max(settings, key=lambda one: evaluated(one[1](inner.known), inner)[:, 0].mean())


def main() -> None:
    """Measure and print one line per method."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of user_artists.dat")
    options = parser.parse_args()
    plays = load(options.data / "user_artists.dat")
    popular = np.flatnonzero(np.asarray((plays > 0).sum(axis=0))[0] >= LEAST_LISTENERS)
    splits = [split(plays[:, popular], HIDDEN, seed) for seed in SEEDS]
    for family in FAMILIES:
        setting, method = chosen(family, splits[0].known)
        values = np.mean([evaluated(method(parts.known), parts) for parts in splits], axis=0)
        names = [str(number) for number in range(len(values))]
        print(
            json.dumps(
                {
                    "method": family,
                    "setting": setting,
                    "ndcg_at_10": interval(values[:, 0], names),
                    "recall_at_20": interval(values[:, 1], names),
                    "listeners": len(values),
                    "artists": len(popular),
                }
            ),
            flush=True,
        )


if __name__ == "__main__":
    main()
