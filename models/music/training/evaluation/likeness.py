"""Likeness of the embedding: `... training.evaluation.likeness --data DIR --weights W --runs RUNS`.

For each clip, the five nearest clips by other artists; the figure is the share of the same
genre. Emotify is judged by folds, each by the network that never met the clip's artist; Incompetech
by the network that never met the collection. The backbone's own 200 numbers are the peer.
"""

import argparse
import csv
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from tui_player.models.music.training.backbone import DENSE, backbone_of
from tui_player.models.music.training.clips.dataset import (
    EMOTIFY,
    FOLDS,
    INCOMPETECH,
    Clip,
    load_clips,
)
from tui_player.models.music.training.clips.features import ClipFeatures, cached_features
from tui_player.models.music.training.evaluate import without
from tui_player.models.music.training.evaluation.elsewhere import with_interval
from tui_player.models.music.training.evaluation.figures import (
    NEIGHBOURS,
    true_genre,
)
from tui_player.models.music.training.musicnn import load_weights
from tui_player.models.music.training.train import load_network

Floats = NDArray[np.float32]
Hits = NDArray[np.float64]


def embeddings(run: Path, clips: Sequence[ClipFeatures]) -> Floats:
    """[N, 128], the mean over the windows of each clip, by the network of a run."""
    ensemble = load_network(run).ensemble
    with torch.inference_mode():
        rows = [
            torch.cat([ensemble(window.features[None])["embedding"] for window in one.windows])
            for one in clips
        ]
    return np.stack([row.mean(dim=0).numpy() for row in rows])


def numbers(clips: Sequence[ClipFeatures]) -> Floats:
    """[N, 200], the mean of the backbone's dense layer."""
    return np.stack([one.features[:, :DENSE].mean(dim=0).numpy() for one in clips])


def hits(values: Floats, clips: Sequence[Clip], genres: Sequence[str]) -> Hits:
    """[N], for each clip the share of its five nearest by other artists with its genre."""
    directions = values / np.linalg.norm(values, axis=1, keepdims=True)
    artists, names = np.array([clip.artist for clip in clips]), np.array(genres)
    cosine = directions @ directions.T
    cosine[artists[:, None] == artists] = -2
    nearest = np.argsort(-cosine, axis=1, kind="stable")[:, :NEIGHBOURS]
    shares: Hits = (names[nearest] == names[:, None]).mean(axis=1)
    return shares


def compared(embedding: Hits, peer: Hits) -> dict[str, list[float]]:
    """Both figures, and their paired difference."""
    return {
        "embedding": with_interval(embedding, peer, _first_mean),
        "200 numbers": with_interval(peer, embedding, _first_mean),
        "difference": with_interval(embedding, peer, _mean_difference),
    }


def _first_mean(first: Hits, _second: Hits) -> float:
    return float(first.mean())


def _mean_difference(first: Hits, second: Hits) -> float:
    return float((first - second).mean())


def emotify_report(clips: Sequence[ClipFeatures], runs: Path) -> dict[str, list[float]]:
    """Likeness on Emotify by folds."""
    genres = [true_genre(one.clip) for one in clips]
    labels = [one.clip for one in clips]
    folds = np.array([one.clip.fold for one in clips])
    shares = np.zeros(len(clips))
    for fold in range(FOLDS):
        of_fold = hits(embeddings(runs / f"fold-{fold}", clips), labels, genres)
        shares[folds == fold] = of_fold[folds == fold]
    return compared(shares, hits(numbers(clips), labels, genres))


def incompetech_report(
    clips: Sequence[ClipFeatures], runs: Path, genres: Sequence[str]
) -> dict[str, list[float]]:
    """Likeness on Incompetech by the network that never met it."""
    labels = [one.clip for one in clips]
    values = embeddings(runs / without(INCOMPETECH), clips)
    return compared(hits(values, labels, genres), hits(numbers(clips), labels, genres))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the collections")
    parser.add_argument("--weights", type=Path, required=True, help="file that `musicnn` wrote")
    parser.add_argument("--runs", type=Path, required=True, help="folder of the runs")
    options = parser.parse_args()
    backbone = backbone_of(load_weights(options.weights))
    clips = cached_features(load_clips(options.data), backbone, 0, options.runs)
    emotify, incompetech = (
        [one for one in clips if one.clip.collection == name] for name in (EMOTIFY, INCOMPETECH)
    )
    with (options.data / "elsewhere" / "tracks.csv").open(newline="", encoding="utf-8") as file:
        genre = {Path(row["file"]).stem: row["genre"] for row in csv.DictReader(file)}
    genres = [genre[one.clip.path.stem] for one in incompetech]
    print(json.dumps({EMOTIFY: emotify_report(emotify, options.runs)}))
    print(json.dumps({INCOMPETECH: incompetech_report(incompetech, options.runs, genres)}))


if __name__ == "__main__":
    main()
