"""Reproduce the shipped music network and its figures.

`python -m tui_player.models.music.training --help`; needs the file that `musicnn` writes.

The same recipe trains five networks, each without the artists of one fold. The network of fold 0
ships. The other four calibrate its temperatures. All five together measure the recipe.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

from tui_player.models.music.embedder import MODEL
from tui_player.models.music.training.backbone import backbone_of
from tui_player.models.music.training.calibrate import CALIBRATED, fit_temperatures, logits_of
from tui_player.models.music.training.dataset import (
    FOLDS,
    HELD_OUT_FOLD,
    Clip,
    load_clips,
    split_by_artist,
)
from tui_player.models.music.training.evaluate import predictions_by_fold
from tui_player.models.music.training.evaluation.figures import report
from tui_player.models.music.training.export import export
from tui_player.models.music.training.features import ClipFeatures, features_of
from tui_player.models.music.training.musicnn import load_weights
from tui_player.models.music.training.network import MusicCRNN
from tui_player.models.music.training.train import Clips, load_network, save_network, trained


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of fourq and emotify")
    parser.add_argument("--weights", type=Path, required=True, help="file that `musicnn` wrote")
    parser.add_argument("--runs", type=Path, required=True, help="folder for the folds' networks")
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    clips = load_clips(options.data)
    backbone = backbone_of(load_weights(options.weights))
    clip_features = {one.clip.name: one for one in features_of(clips, backbone)}
    runs = [options.runs / f"fold-{fold}" for fold in range(FOLDS)]
    for fold, run in enumerate(runs):
        run.mkdir(parents=True, exist_ok=True)
        outside, _ = split_by_artist(clips, fold)
        training = Clips([clip_features[clip.name] for clip in outside])
        save_network(MusicCRNN(backbone, trained(training)), training.words, run)
    fitted = _temperatures(clips, clip_features, runs)
    print(json.dumps({"temperatures": fitted}))
    for run in runs:
        export(load_network(run), fitted, run / MODEL.name)
    options.out.write_bytes((runs[HELD_OUT_FOLD] / MODEL.name).read_bytes())
    for folds in ([HELD_OUT_FOLD], range(FOLDS)):
        print(json.dumps(report(predictions_by_fold(clips, options.runs, folds))))


def _temperatures(
    clips: Sequence[Clip], clip_features: Mapping[str, ClipFeatures], runs: Sequence[Path]
) -> dict[str, float]:
    """Fit the temperatures on all folds except the shipped network's test fold."""
    judged, logits = [], []
    for fold, run in enumerate(runs):
        if fold != HELD_OUT_FOLD:
            _, inside = split_by_artist(clips, fold)
            windows = [window for clip in inside for window in clip_features[clip.name].windows]
            judged += [window.clip for window in windows]
            logits.append(logits_of(load_network(run).committee, windows))
    outputs = {name: torch.cat([one[name] for one in logits]) for name in CALIBRATED}
    return fit_temperatures(outputs, judged)


if __name__ == "__main__":
    main()
