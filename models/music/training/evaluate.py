"""Judge the shipped file on the artists it never saw:
`python -m tui_player.models.music.training.evaluate --data DIR [--out FILE]`.

Clips go the listener's way: decoded, cut in windows, heard by onnxruntime. Every figure comes with
its 95 % interval by bootstrap over artists, since clips of one artist are not independent.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.models.music.embedder import hear_file
from tui_player.models.music.genres import GENRES
from tui_player.models.music.hearing import Hearing
from tui_player.models.music.training.dataset import (
    EMOTIFY_GENRES,
    HELD_OUT_FOLD,
    NO_QUADRANT,
    QUADRANT_CODES,
    Clip,
    load_clips,
    split_by_artist,
)

FIRST: Final = 10
NEIGHBOURS: Final = 5
RESAMPLES: Final = 2000
SEED: Final = 7

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Heard:
    """Clips and what the network says of them, row by row."""

    clips: list[Clip]
    hearings: list[Hearing]

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
        return Heard([self.clips[row] for row in rows], [self.hearings[row] for row in rows])


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
    """Of the ten surest clips of each quadrant, the share that is right."""
    shares = []
    for quadrant in range(len(QUADRANT_CODES)):
        first = np.argsort(-heard.quadrants[:, quadrant], kind="stable")[:FIRST]
        shares.append((heard.quadrant[first] == quadrant).mean())
    return float(np.mean(shares))


def emotify_genre(heard: Heard) -> float:
    """Share of clips for which the likeliest of Emotify's four genres is the true one."""
    names = list(EMOTIFY_GENRES.values())
    said = [max(names, key=hearing.genres.__getitem__) for hearing in heard.hearings]
    return float(np.mean([a == b for a, b in zip(said, _true_genres(heard), strict=True)]))


def neighbours_genre(heard: Heard) -> float:
    """Share of clips whose genre most of the five nearest clips by other artists have."""
    names = np.array(_true_genres(heard))
    artists = np.array([clip.artist for clip in heard.clips])
    embeddings = np.stack([hearing.embedding for hearing in heard.hearings])
    cosine = embeddings @ embeddings.T
    cosine[artists[:, None] == artists[None, :]] = -2
    hits = []
    for row, true in enumerate(names):
        nearest = names[np.argsort(-cosine[row], kind="stable")[:NEIGHBOURS]]
        kinds, votes = np.unique(nearest, return_counts=True)
        hits.append(kinds[votes.argmax()] == true)
    return float(np.mean(hits))


def _true_genres(heard: Heard) -> list[str]:
    return [GENRES[clip.genres.index(1.0)] for clip in heard.clips]


def interval(figure: Figure, heard: Heard, resamples: int = RESAMPLES) -> tuple[float, float]:
    """95 % by bootstrap over artists."""
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


_MOOD_FIGURES: Final[tuple[Figure, ...]] = (
    quadrant_accuracy,
    quadrant_log_loss,
    valence_auc,
    arousal_auc,
    first_ten,
)


def report(heard: Heard, resamples: int = RESAMPLES) -> dict[str, object]:
    """Every figure as [value, low, high], with the sizes of what it was measured on."""
    moods = heard.where([i for i, c in enumerate(heard.clips) if c.quadrant != NO_QUADRANT])
    felt = heard.where([i for i, c in enumerate(heard.clips) if c.quadrant == NO_QUADRANT])
    asked = [
        *((figure, moods) for figure in _MOOD_FIGURES),
        *((figure, felt) for figure in (emotify_genre, neighbours_genre)),
    ]
    figures: dict[str, object] = {
        figure.__name__: [
            round(value, 4) for value in (figure(part), *interval(figure, part, resamples))
        ]
        for figure, part in asked
    }
    return figures | {
        "confusion": confusion(moods),
        "fourq_clips": len(moods.clips),
        "fourq_artists": len({clip.artist for clip in moods.clips}),
        "emotify_clips": len(felt.clips),
        "emotify_artists": len({clip.artist for clip in felt.clips}),
        "version": heard.hearings[0].version,
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of fourq and emotify")
    parser.add_argument("--out", type=Path, help="JSON file to write too")
    options = parser.parse_args()
    _, unseen = split_by_artist(load_clips(options.data), HELD_OUT_FOLD)
    text = json.dumps(report(Heard(unseen, [hear_file(str(clip.path)) for clip in unseen])))
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
