"""Evaluate networks on unseen artists: `... training.evaluate --data DIR --runs RUNS`.

RUNS is the output of `python -m tui_player.models.music.training`: one folder per fold and per
collection left out. Clips are processed as in the player: decoded, cut into windows, and run
through onnxruntime.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from tui_player.models.music.audio import decode
from tui_player.models.music.embedder import MODEL, hear
from tui_player.models.music.spectrogram import log_mel
from tui_player.models.music.training.clips.dataset import (
    EMOTIFY,
    FELT,
    FOLDS,
    LABELLED,
    Clip,
    load_clips,
)
from tui_player.models.music.training.evaluation.elsewhere import collection_report, kinds_report
from tui_player.models.music.training.evaluation.figures import (
    Predictions,
    joined,
    neighbours_in_emotify,
    report,
)
from tui_player.models.music.training.network import MusicCRNN
from tui_player.models.music.training.train import load_network
from tui_player.models.music.windows import Windows


def predictions_by_fold(clips: Sequence[Clip], runs: Path, folds: Sequence[int]) -> Predictions:
    """Predictions for the clips of `folds`, each by the network trained without its artist."""
    return joined([_predictions_of_fold(clips, runs / f"fold-{fold}", fold) for fold in folds])


def _predictions_of_fold(clips: Sequence[Clip], run: Path, fold: int) -> Predictions:
    network = load_network(run)
    judged, hearings, felt = [], [], []
    emotify, embeddings = [], []
    for clip in clips:
        of_emotify = clip.collection == EMOTIFY
        if clip.fold != fold and not of_emotify:
            continue
        windows = _decoded(str(clip.path))
        hearing = hear(windows, run / MODEL.name)
        if of_emotify:
            emotify.append(clip)
            embeddings.append(hearing.embedding)
        if clip.fold == fold:
            judged.append(clip)
            hearings.append(hearing)
            felt.append(_felt_emotions(network, windows))
    predictions = Predictions(judged, hearings, np.array(felt))
    neighbours = neighbours_in_emotify(predictions, emotify, np.stack(embeddings))
    return replace(predictions, neighbour_genres=neighbours)


@lru_cache(maxsize=2048)
def _decoded(path: str) -> Windows:
    """Decode with a cache, as every fold's network needs all clips of Emotify."""
    return decode(path)


def _felt_emotions(network: MusicCRNN, windows: Windows) -> NDArray[np.float64]:
    """Predicted felt emotions, [9]; the shipped ONNX file lacks this output."""
    with torch.inference_mode():
        outputs = [
            network(torch.from_numpy(log_mel(samples))[None, None])["felt"][0]
            for samples in windows.samples
        ]
    felt: NDArray[np.float64] = torch.stack(outputs).mean(dim=0).double().numpy()
    return felt


def without(collection: str) -> str:
    """Name of the run that left a collection out."""
    return f"without-{collection}"


def report_all(clips: Sequence[Clip], runs: Path) -> None:
    """Print the figures by folds, then those of each collection by a network that never met it."""
    by_folds = predictions_by_fold(clips, runs, range(FOLDS))
    print(json.dumps({"folds": report(by_folds)}), flush=True)
    print(json.dumps({"kinds": kinds_report(by_folds)}), flush=True)
    for name in LABELLED:
        seen = collection_report(by_folds.of_collection(name))
        chosen = [clip for clip in clips if clip.collection == name]
        unseen = collection_report(_predictions(chosen, runs / without(name)))
        print(json.dumps({"collection": name, "by folds": seen, "left out": unseen}), flush=True)


def _predictions(clips: Sequence[Clip], run: Path) -> Predictions:
    hearings = [hear(_decoded(str(clip.path)), run / MODEL.name) for clip in clips]
    return Predictions(list(clips), hearings, np.zeros((len(clips), len(FELT))))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the collections")
    parser.add_argument("--runs", type=Path, required=True, help="folder of the runs")
    options = parser.parse_args()
    report_all(load_clips(options.data), options.runs)


if __name__ == "__main__":
    main()
