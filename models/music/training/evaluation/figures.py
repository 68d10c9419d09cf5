"""Evaluation figures of the music network, with bootstrap intervals over artists."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.models.music.genres import GENRES
from tui_player.models.music.hearing import Hearing
from tui_player.models.music.training.clips.dataset import (
    EMOTIFY,
    EMOTIFY_GENRES,
    FELT,
    FOURQ,
    QUADRANT_CODES,
    Clip,
)

FIRST: Final = 10
NEIGHBOURS: Final = 5
RESAMPLES: Final = 2000
SEED: Final = 7

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Predictions:
    """Clips and predictions by a network trained without their artists; rows correspond."""

    clips: list[Clip]
    hearings: list[Hearing]
    felt: NDArray[np.float64]
    """[N, 9], predicted felt emotions, in any scale."""
    neighbour_genres: list[list[str]] = field(default_factory=list)
    """For clips of Emotify: genres of the nearest other clips of Emotify, nearest first, with
    embeddings by the same network. Empty for clips of 4Q."""

    @property
    def quadrant(self) -> Rows:
        """[N] true quadrants, 0..3."""
        return np.array([clip.quadrant for clip in self.clips])

    @property
    def quadrants(self) -> NDArray[np.float64]:
        """[N, 4] probabilities."""
        return np.array([hearing.quadrants for hearing in self.hearings])

    def where(self, rows: Sequence[int] | Rows) -> "Predictions":
        """The given rows in the given order; rows may repeat."""
        return Predictions(
            [self.clips[row] for row in rows],
            [self.hearings[row] for row in rows],
            self.felt[np.asarray(rows, dtype=np.int64)],
            [self.neighbour_genres[row] for row in rows] if self.neighbour_genres else [],
        )

    @property
    def of_fourq(self) -> "Predictions":
        """The clips of 4Q."""
        return self.of_collection(FOURQ)

    @property
    def of_emotify(self) -> "Predictions":
        """The clips of Emotify."""
        return self.of_collection(EMOTIFY)

    def of_collection(self, name: str) -> "Predictions":
        """The clips of one collection."""
        return self.where([row for row, clip in enumerate(self.clips) if clip.collection == name])


def joined(parts: Sequence[Predictions]) -> Predictions:
    """Join the predictions of several folds."""
    return Predictions(
        [clip for part in parts for clip in part.clips],
        [hearing for part in parts for hearing in part.hearings],
        np.concatenate([part.felt for part in parts]),
        [neighbour_genres for part in parts for neighbour_genres in part.neighbour_genres],
    )


Figure = Callable[[Predictions], float]


def quadrant_accuracy(predictions: Predictions) -> float:
    """Share of clips with the right quadrant."""
    return float((predictions.quadrants.argmax(axis=1) == predictions.quadrant).mean())


def quadrant_log_loss(predictions: Predictions) -> float:
    """Mean log loss of the quadrant: 0 is best, a uniform guess has 1.39."""
    of_true = predictions.quadrants[np.arange(len(predictions.clips)), predictions.quadrant]
    return float(-np.log(np.maximum(of_true, 1e-9)).mean())


def valence_auc(predictions: Predictions) -> float:
    """AUC of valence for Q1 and Q4 against Q2 and Q3."""
    values = np.array([hearing.valence for hearing in predictions.hearings])
    return auc(values, np.isin(predictions.quadrant, (0, 3)))


def arousal_auc(predictions: Predictions) -> float:
    """AUC of arousal for Q1 and Q2 against Q3 and Q4."""
    values = np.array([hearing.arousal for hearing in predictions.hearings])
    return auc(values, np.isin(predictions.quadrant, (0, 1)))


def auc(values: NDArray[np.float64], positive: NDArray[np.bool_]) -> float:
    """Area under the ROC curve: share of pairs with a larger positive value; ties count half."""
    above = values[positive][:, None] - values[~positive][None, :]
    return float((above > 0).mean() + 0.5 * (above == 0).mean())


def first_ten(predictions: Predictions) -> float:
    """Precision among the ten most probable clips of each quadrant, mean over the folds."""
    return float(np.mean([_first_ten(part) for part in by_fold(predictions)]))


def _first_ten(predictions: Predictions) -> float:
    shares = []
    for quadrant in range(len(QUADRANT_CODES)):
        first = np.argsort(-predictions.quadrants[:, quadrant], kind="stable")[:FIRST]
        shares.append((predictions.quadrant[first] == quadrant).mean())
    return float(np.mean(shares))


def by_fold(predictions: Predictions) -> list[Predictions]:
    """Split by fold; each fold has its own network."""
    folds = np.array([clip.fold for clip in predictions.clips])
    return [predictions.where(np.flatnonzero(folds == fold)) for fold in np.unique(folds)]


def emotify_genre(predictions: Predictions) -> float:
    """Accuracy of the genre among Emotify's four genres."""
    names = list(EMOTIFY_GENRES.values())
    predicted = [max(names, key=hearing.genres.__getitem__) for hearing in predictions.hearings]
    return float(
        np.mean([a == b for a, b in zip(predicted, true_genres(predictions), strict=True)])
    )


def neighbours_genre(predictions: Predictions) -> float:
    """Genre accuracy of a nearest-neighbour vote: five clips by other artists.

    The neighbours come from all clips of Emotify, most of them training clips.
    """
    return float(np.mean(_neighbours_hits(predictions, predictions.neighbour_genres)))


def neighbours_genre_among_new(predictions: Predictions) -> float:
    """Genre accuracy of the same vote among the clips of one fold, all outside the training.

    Each fold has its own network and embedding space.
    """
    return float(
        np.mean(
            [
                hit
                for part in by_fold(predictions)
                for hit in _neighbours_hits(
                    part, genres_of_nearest(part, part.clips, _embeddings(part))
                )
            ]
        )
    )


def neighbours_in_emotify(
    predictions: Predictions, emotify: Sequence[Clip], embeddings: NDArray[np.float32]
) -> list[list[str]]:
    """Compute `Predictions.neighbour_genres` from `embeddings` [M, E] of all clips of Emotify."""
    nearest = iter(genres_of_nearest(predictions.of_emotify, emotify, embeddings))
    return [next(nearest) if clip.collection == EMOTIFY else [] for clip in predictions.clips]


def genres_of_nearest(
    predictions: Predictions, clips: Sequence[Clip], embeddings: NDArray[np.float32]
) -> list[list[str]]:
    """For each clip of `predictions`, genres of the nearest of `clips` by other artists.

    `embeddings` [M, E] belong to `clips` and come from the same network as `predictions`.
    """
    names = np.array([true_genre(clip) for clip in clips])
    artists = np.array([clip.artist for clip in clips])
    cosine = _embeddings(predictions) @ embeddings.T
    cosine[np.array([clip.artist for clip in predictions.clips])[:, None] == artists] = -2
    nearest = np.argsort(-cosine, axis=1, kind="stable")[:, :NEIGHBOURS]
    genres: list[list[str]] = names[nearest].tolist()
    return genres


def _embeddings(predictions: Predictions) -> NDArray[np.float32]:
    return np.stack([hearing.embedding for hearing in predictions.hearings])


def _neighbours_hits(
    predictions: Predictions, neighbour_genres: Sequence[Sequence[str]]
) -> list[bool]:
    """Whether the majority of `neighbour_genres` is right; in a tie the nearer genre wins."""
    return [
        Counter(names).most_common(1)[0][0] == true
        for true, names in zip(true_genres(predictions), neighbour_genres, strict=True)
    ]


def felt_correlation(predictions: Predictions) -> float:
    """Pearson correlation of predicted and felt emotions, mean of the nine emotions."""
    true = np.array([clip.felt for clip in predictions.clips])
    return float(
        np.mean(
            [
                np.corrcoef(true[:, emotion], predictions.felt[:, emotion])[0, 1]
                for emotion in range(len(FELT))
            ]
        )
    )


def true_genres(predictions: Predictions) -> list[str]:
    """The genre of each clip; all clips are of Emotify."""
    return [true_genre(clip) for clip in predictions.clips]


def true_genre(clip: Clip) -> str:
    """The genre of a clip of Emotify."""
    return GENRES[clip.genres.index(1.0)]


def interval(
    figure: Figure, predictions: Predictions, resamples: int = RESAMPLES
) -> tuple[float, float]:
    """95 % bootstrap interval over artists, as clips of one artist are not independent."""
    artists: dict[str, list[int]] = {}
    for row, clip in enumerate(predictions.clips):
        artists.setdefault(clip.artist, []).append(row)
    groups = list(artists.values())
    random = np.random.default_rng(SEED)
    values = []
    for _ in range(resamples):
        drawn = random.integers(len(groups), size=len(groups))
        values.append(figure(predictions.where([row for group in drawn for row in groups[group]])))
    low, high = np.quantile(values, (0.025, 0.975)).tolist()
    return low, high


def confusion(predictions: Predictions) -> list[list[int]]:
    """Confusion matrix: rows are true quadrants, columns predictions."""
    counts = np.zeros((4, 4), dtype=int)
    np.add.at(counts, (predictions.quadrant, predictions.quadrants.argmax(axis=1)), 1)
    table: list[list[int]] = counts.tolist()
    return table


OF_FOURQ: Final[tuple[Figure, ...]] = (
    quadrant_accuracy,
    quadrant_log_loss,
    valence_auc,
    arousal_auc,
    first_ten,
)
OF_EMOTIFY: Final[tuple[Figure, ...]] = (
    emotify_genre,
    neighbours_genre,
    neighbours_genre_among_new,
    felt_correlation,
)


def report(predictions: Predictions, resamples: int = RESAMPLES) -> dict[str, object]:
    """Every figure as [value, low, high], and the sizes of both data sets."""
    fourq, emotify = predictions.of_fourq, predictions.of_emotify
    asked = [(figure, fourq) for figure in OF_FOURQ] + [(figure, emotify) for figure in OF_EMOTIFY]
    figures: dict[str, object] = {
        figure.__name__: [
            round(value, 4) for value in (figure(part), *interval(figure, part, resamples))
        ]
        for figure, part in asked
    }
    return figures | {
        "confusion": confusion(fourq),
        "fourq_clips": len(fourq.clips),
        "fourq_artists": len({clip.artist for clip in fourq.clips}),
        "emotify_clips": len(emotify.clips),
        "emotify_artists": len({clip.artist for clip in emotify.clips}),
    }
