"""Reproduce the shipped music network and its figures.

`python -m tui_player.models.music.training --help`; needs the file that `musicnn` writes.

One recipe trains nine networks. Five are each without the artists of one fold. Three are each
without one collection. The last learns from everything and ships. The others measure the recipe,
and the five calibrate its temperatures.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import torch

from tui_player.models.music.embedder import MODEL
from tui_player.models.music.training.backbone import Backbone, backbone_of
from tui_player.models.music.training.calibrate import (
    CALIBRATED,
    fit_degrees,
    fit_doubts,
    fit_temperatures,
    logits_of,
)
from tui_player.models.music.training.clips.dataset import (
    FOLDS,
    LABELLED,
    felt_places,
    load_clips,
    mood_words,
)
from tui_player.models.music.training.clips.features import VARIANTS, ClipFeatures, cached_features
from tui_player.models.music.training.evaluate import report_all, without
from tui_player.models.music.training.export import export
from tui_player.models.music.training.musicnn import load_weights
from tui_player.models.music.training.network import MusicCRNN
from tui_player.models.music.training.shipped import Calibration, places_of
from tui_player.models.music.training.train import (
    NETWORK,
    load_network,
    save_network,
    trained,
)

Variants = Sequence[Sequence[ClipFeatures]]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the collections")
    parser.add_argument("--weights", type=Path, required=True, help="file that `musicnn` wrote")
    parser.add_argument("--runs", type=Path, required=True, help="folder for the networks")
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    clips = load_clips(options.data)
    backbone = backbone_of(load_weights(options.weights))
    options.runs.mkdir(parents=True, exist_ok=True)
    variants = [
        cached_features(clips, backbone, number, options.runs) for number in range(len(VARIANTS))
    ]
    folds = [options.runs / f"fold-{fold}" for fold in range(FOLDS)]
    for fold, run in enumerate(folds):
        train_run(run, variants, backbone, [clip.fold != fold for clip in clips])
    fitted = _calibration(variants[0], folds)
    print(json.dumps(asdict(fitted)), flush=True)
    shipped = options.runs / "all"
    train_run(shipped, variants, backbone, [True] * len(clips))
    export(load_network(shipped), fitted, options.out)
    others = [options.runs / without(name) for name in LABELLED]
    for name, run in zip(LABELLED, others, strict=True):
        train_run(run, variants, backbone, [clip.collection != name for clip in clips])
    for run in [*folds, *others]:
        export(load_network(run), fitted, run / MODEL.name)
    report_all(clips, options.runs)


def train_run(run: Path, variants: Variants, backbone: Backbone, chosen: Sequence[bool]) -> None:
    """Train on the chosen clips into the folder `run`, if this has not been done before."""
    if (run / NETWORK).exists():
        return
    run.mkdir(exist_ok=True)
    training = [[one for one, use in zip(clips, chosen, strict=True) if use] for clips in variants]
    words = mood_words([one.clip for one in training[0]])
    save_network(MusicCRNN(backbone, trained(training)), words, run)


def _calibration(features: Sequence[ClipFeatures], folds: Sequence[Path]) -> Calibration:
    """Fit the constants on clips that each fold's network has not met."""
    judged, logits = [], []
    for fold, run in enumerate(folds):
        inside = [one for one in features if one.clip.fold == fold and one.clip.kind == "music"]
        windows = [window for one in inside for window in one.windows]
        judged += [window.clip for window in windows]
        logits.append(logits_of(load_network(run).ensemble, windows))
    outputs = {name: torch.cat([one[name] for one in logits]) for name in CALIBRATED}
    signs, degrees = outputs["valence_arousal"], fit_degrees(outputs["valence_arousal"])
    temperatures = fit_temperatures(outputs, judged)
    places, deviations = places_of(signs, degrees, temperatures["valence_arousal"], (1.0, 1.0))
    felt = torch.from_numpy(felt_places(judged))
    return Calibration(temperatures, degrees, fit_doubts(places, deviations, felt))


if __name__ == "__main__":
    main()
