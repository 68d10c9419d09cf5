"""The figures that the music network is judged by, with intervals by bootstrap over artists."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.models.music.genres import GENRES
from tui_player.models.music.hearing import Hearing
from tui_player.models.music.training.dataset import (
    EMOTIFY_GENRES,
    FELT,
    NO_QUADRANT,
    QUADRANT_CODES,
    Clip,
)

FIRST: Final = 10
NEIGHBOURS: Final = 5
RESAMPLES: Final = 2000
SEED: Final = 7

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Heard:
    """Clips and what a network that never met their artists says of them, row by row."""

    clips: list[Clip]
    hearings: list[Hearing]
    felt: NDArray[np.float64]
    """[N, 9], what listeners feel, as the network foretells it; any scale."""
    near: list[list[str]] = field(default_factory=list)
    """Of Emotify's clips: the genres of the nearest among all others of Emotify, heard by the same
    network; empty for 4Q's."""

    @property
    def quadrant(self) -> Rows:
        """[N] true quadrants, 0..3."""
        return np.array([clip.quadrant for clip in self.clips])

    @property
    def quadrants(self) -> NDArray[np.float64]:
        """[N, 4] probabilities."""
        return np.array([hearing.quadrants for hearing in self.hearings])

    def where(self, rows: Sequence[int] | Rows) -> "Heard":
        """Some rows, in that order, with repetition."""
        return Heard(
            [self.clips[row] for row in rows],
            [self.hearings[row] for row in rows],
            self.felt[np.asarray(rows, dtype=np.int64)],
            [self.near[row] for row in rows] if self.near else [],
        )

    @property
    def of_fourq(self) -> "Heard":
        """The clips with a quadrant."""
        return self.where(np.flatnonzero(self.quadrant != NO_QUADRANT))

    @property
    def of_emotify(self) -> "Heard":
        """The clips without."""
        return self.where(np.flatnonzero(self.quadrant == NO_QUADRANT))


def joined(parts: Sequence[Heard]) -> Heard:
    """All folds' clips in one."""
    return Heard(
        [clip for part in parts for clip in part.clips],
        [hearing for part in parts for hearing in part.hearings],
        np.concatenate([part.felt for part in parts]),
        [near for part in parts for near in part.near],
    )


Figure = Callable[[Heard], float]


def quadrant_accuracy(heard: Heard) -> float:
    """Share of clips whose likeliest quadrant is the true one."""
    return float((heard.quadrants.argmax(axis=1) == heard.quadrant).mean())


def quadrant_log_loss(heard: Heard) -> float:
    """How well the probabilities are meant: 0 is best, a blind guess has 1.39."""
    of_true = heard.quadrants[np.arange(len(heard.clips)), heard.quadrant]
    return float(-np.log(np.maximum(of_true, 1e-9)).mean())


def valence_auc(heard: Heard) -> float:
    """How well valence tells Q1 and Q4 from Q2 and Q3."""
    values = np.array([hearing.valence for hearing in heard.hearings])
    return auc(values, np.isin(heard.quadrant, (0, 3)))


def arousal_auc(heard: Heard) -> float:
    """How well arousal tells Q1 and Q2 from Q3 and Q4."""
    values = np.array([hearing.arousal for hearing in heard.hearings])
    return auc(values, np.isin(heard.quadrant, (0, 1)))


def auc(values: NDArray[np.float64], positive: NDArray[np.bool_]) -> float:
    """Share of pairs in which the positive one has the larger value; ties count half."""
    above = values[positive][:, None] - values[~positive][None, :]
    return float((above > 0).mean() + 0.5 * (above == 0).mean())


def first_ten(heard: Heard) -> float:
    """Of the ten surest clips of each quadrant, the share that is right, mean over the folds."""
    return float(np.mean([_first_ten(part) for part in by_fold(heard)]))


def _first_ten(heard: Heard) -> float:
    shares = []
    for quadrant in range(len(QUADRANT_CODES)):
        first = np.argsort(-heard.quadrants[:, quadrant], kind="stable")[:FIRST]
        shares.append((heard.quadrant[first] == quadrant).mean())
    return float(np.mean(shares))


def by_fold(heard: Heard) -> list[Heard]:
    """The clips of each fold; only these are heard by one network."""
    folds = np.array([clip.fold for clip in heard.clips])
    return [heard.where(np.flatnonzero(folds == fold)) for fold in np.unique(folds)]


def emotify_genre(heard: Heard) -> float:
    """Share of clips for which the likeliest of Emotify's four genres is the true one."""
    names = list(EMOTIFY_GENRES.values())
    said = [max(names, key=hearing.genres.__getitem__) for hearing in heard.hearings]
    return float(np.mean([a == b for a, b in zip(said, true_genres(heard), strict=True)]))


def neighbours_genre(heard: Heard) -> float:
    """Share of clips whose genre most of the five nearest clips by other artists have.

    The nearest of all clips, as a classifier by neighbours is used: most of those were trained on.
    """
    return float(np.mean(_neighbours_hits(heard, heard.near)))


def neighbours_genre_among_new(heard: Heard) -> float:
    """The same among the clips of the fold alone, none of which the network has met.

    Each fold has a network and so a space of its own.
    """
    return float(
        np.mean(
            [
                hit
                for part in by_fold(heard)
                for hit in _neighbours_hits(
                    part, genres_of_nearest(part, part.clips, _embeddings(part))
                )
            ]
        )
    )


def near_in_emotify(
    heard: Heard, emotify: Sequence[Clip], embeddings: NDArray[np.float32]
) -> list[list[str]]:
    """`Heard.near` of `heard`, with the `embeddings` [M, E] of all of `emotify`."""
    found = iter(genres_of_nearest(heard.of_emotify, emotify, embeddings))
    return [next(found) if clip.quadrant == NO_QUADRANT else [] for clip in heard.clips]


def genres_of_nearest(
    heard: Heard, clips: Sequence[Clip], embeddings: NDArray[np.float32]
) -> list[list[str]]:
    """Of each of `heard`, the genres of the nearest of `clips` by other artists.

    `embeddings` [M, E] of `clips`, by the network that heard `heard`.
    """
    names = np.array([true_genre(clip) for clip in clips])
    artists = np.array([clip.artist for clip in clips])
    cosine = _embeddings(heard) @ embeddings.T
    cosine[np.array([clip.artist for clip in heard.clips])[:, None] == artists] = -2
    nearest = np.argsort(-cosine, axis=1, kind="stable")[:, :NEIGHBOURS]
    genres: list[list[str]] = names[nearest].tolist()
    return genres


def _embeddings(heard: Heard) -> NDArray[np.float32]:
    return np.stack([hearing.embedding for hearing in heard.hearings])


def _neighbours_hits(heard: Heard, near: Sequence[Sequence[str]]) -> list[bool]:
    """Whether most of `near`, nearest first, are of the true genre; of equals the nearer wins."""
    return [
        Counter(names).most_common(1)[0][0] == true
        for true, names in zip(true_genres(heard), near, strict=True)
    ]


def felt_correlation(heard: Heard) -> float:
    """Pearson's correlation of what is foretold with what was felt, mean of the nine emotions."""
    true = np.array([clip.felt for clip in heard.clips])
    return float(
        np.mean(
            [
                np.corrcoef(true[:, emotion], heard.felt[:, emotion])[0, 1]
                for emotion in range(len(FELT))
            ]
        )
    )


def true_genres(heard: Heard) -> list[str]:
    """The genre of each of Emotify's clips."""
    return [true_genre(clip) for clip in heard.clips]


def true_genre(clip: Clip) -> str:
    """The genre of a clip of Emotify."""
    return GENRES[clip.genres.index(1.0)]


def interval(figure: Figure, heard: Heard, resamples: int = RESAMPLES) -> tuple[float, float]:
    """95 % by bootstrap over artists, since clips of one artist are not independent."""
    artists: dict[str, list[int]] = {}
    for row, clip in enumerate(heard.clips):
        artists.setdefault(clip.artist, []).append(row)
    groups = list(artists.values())
    random = np.random.default_rng(SEED)
    values = []
    for _ in range(resamples):
        drawn = random.integers(len(groups), size=len(groups))
        values.append(figure(heard.where([row for group in drawn for row in groups[group]])))
    low, high = np.quantile(values, (0.025, 0.975)).tolist()
    return low, high


def confusion(heard: Heard) -> list[list[int]]:
    """Rows: true quadrant; columns: the likeliest."""
    counts = np.zeros((4, 4), dtype=int)
    np.add.at(counts, (heard.quadrant, heard.quadrants.argmax(axis=1)), 1)
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


def report(heard: Heard, resamples: int = RESAMPLES) -> dict[str, object]:
    """Every figure as [value, low, high], with the sizes of what it was measured on."""
    fourq, emotify = heard.of_fourq, heard.of_emotify
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
