"""Make the shipped music network anew, with its figures.

`python -m tui_player.models.music.training --help`; what `teacher` writes must be there.

Five networks by one recipe, each without the artists of one fold. That of fold 0 ships; the others
tell how sure it may be, and all five together how well the recipe does.
"""

import argparse
import json
from pathlib import Path

import torch

from tui_player.models.music.embedder import MODEL
from tui_player.models.music.training.calibrate import logits_of, temperatures
from tui_player.models.music.training.dataset import (
    FOLDS,
    HELD_OUT_FOLD,
    Clip,
    load_clips,
    load_free,
    split_by_artist,
)
from tui_player.models.music.training.evaluate import heard_by_fold
from tui_player.models.music.training.export import export, load_student
from tui_player.models.music.training.figures import report
from tui_player.models.music.training.train import EPOCHS, train


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of fourq and emotify")
    parser.add_argument("--free", type=Path, help="folder of music without labels")
    parser.add_argument("--lessons", type=Path, required=True, help="folder that `teacher` wrote")
    parser.add_argument("--runs", type=Path, required=True, help="folder for the folds' runs")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    clips = load_clips(options.data)
    free = load_free(options.free) if options.free else []
    for fold in range(FOLDS):
        outside, _ = split_by_artist(clips, fold)
        train(outside + free, options.lessons, options.runs / f"fold-{fold}", options.epochs)
    sureness = _sureness(clips, options.lessons, options.runs)
    for fold in range(FOLDS):
        run = options.runs / f"fold-{fold}"
        export(load_student(run), sureness, run / MODEL.name)
    options.out.write_bytes((options.runs / f"fold-{HELD_OUT_FOLD}" / MODEL.name).read_bytes())
    for folds in ([HELD_OUT_FOLD], range(FOLDS)):
        print(json.dumps(report(heard_by_fold(clips, options.runs, folds))))


def _sureness(clips: list[Clip], lessons: Path, runs: Path) -> dict[str, float]:
    """Temperatures from all folds but the one that the shipped network is judged on."""
    judged, logits = [], []
    for fold in range(FOLDS):
        if fold != HELD_OUT_FOLD:
            _, inside = split_by_artist(clips, fold)
            judged += inside
            logits.append(logits_of(runs / f"fold-{fold}", inside, lessons))
    return temperatures(
        {name: torch.cat([one[name] for one in logits]) for name in logits[0]}, judged
    )


if __name__ == "__main__":
    main()
