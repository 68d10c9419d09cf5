"""Make the shipped music network anew, with its figures.

`python -m tui_player.models.music.training --help`; what `musicnn` writes must be there.

Five networks by one recipe, each without the artists of one fold. That of fold 0 ships; the others
tell how sure it may be, and all five together how well the recipe does.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

from tui_player.models.music.embedder import MODEL
from tui_player.models.music.training.backbone import ears_of
from tui_player.models.music.training.calibrate import CALIBRATED, logits_of, temperatures
from tui_player.models.music.training.dataset import (
    FOLDS,
    HELD_OUT_FOLD,
    Clip,
    load_clips,
    split_by_artist,
)
from tui_player.models.music.training.evaluate import heard_by_fold
from tui_player.models.music.training.evaluation.figures import report
from tui_player.models.music.training.export import export
from tui_player.models.music.training.features import Lesson, lessons_of
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
    ears = ears_of(load_weights(options.weights))
    lessons = {lesson.clip.name: lesson for lesson in lessons_of(clips, ears)}
    runs = [options.runs / f"fold-{fold}" for fold in range(FOLDS)]
    for fold, run in enumerate(runs):
        run.mkdir(parents=True, exist_ok=True)
        outside, _ = split_by_artist(clips, fold)
        learnt = Clips([lessons[clip.name] for clip in outside])
        save_network(MusicCRNN(ears, trained(learnt)), learnt.words, run)
    sureness = _sureness(clips, lessons, runs)
    print(json.dumps({"temperatures": sureness}))
    for run in runs:
        export(load_network(run), sureness, run / MODEL.name)
    options.out.write_bytes((runs[HELD_OUT_FOLD] / MODEL.name).read_bytes())
    for folds in ([HELD_OUT_FOLD], range(FOLDS)):
        print(json.dumps(report(heard_by_fold(clips, options.runs, folds))))


def _sureness(
    clips: Sequence[Clip], lessons: Mapping[str, Lesson], runs: Sequence[Path]
) -> dict[str, float]:
    """Temperatures from all folds but the one that the shipped network is judged on."""
    judged, logits = [], []
    for fold, run in enumerate(runs):
        if fold != HELD_OUT_FOLD:
            _, inside = split_by_artist(clips, fold)
            windows = [window for clip in inside for window in lessons[clip.name].windows]
            judged += [window.clip for window in windows]
            logits.append(logits_of(load_network(run).committee, windows))
    said = {name: torch.cat([one[name] for one in logits]) for name in CALIBRATED}
    return temperatures(said, judged)


if __name__ == "__main__":
    main()
