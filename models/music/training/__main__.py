"""Make the shipped music network anew, with its figures.

`python -m tui_player.models.music.training --help`; what `teacher` writes must be there.

Five networks by one recipe, each without the artists of one fold. That of fold 0 ships; the others
tell how sure it may be, and all five together how well the recipe does.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

from tui_player.models.music.embedder import MODEL
from tui_player.models.music.training.calibrate import CALIBRATED, logits_of, temperatures
from tui_player.models.music.training.dataset import (
    FOLDS,
    HELD_OUT_FOLD,
    Clip,
    load_clips,
    split_by_artist,
)
from tui_player.models.music.training.distil import distilled, likeness
from tui_player.models.music.training.ears import Ears
from tui_player.models.music.training.evaluate import heard_by_fold
from tui_player.models.music.training.export import export
from tui_player.models.music.training.figures import report
from tui_player.models.music.training.musicnn import Weights, load_weights
from tui_player.models.music.training.network import MusicCRNN
from tui_player.models.music.training.teacher import Lesson, load_lesson
from tui_player.models.music.training.train import Clips, load_network, save_network, trained


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of fourq and emotify")
    parser.add_argument("--weights", type=Path, required=True, help="file of the teacher")
    parser.add_argument("--lessons", type=Path, required=True, help="folder that `teacher` wrote")
    parser.add_argument("--runs", type=Path, required=True, help="folder for the folds' runs")
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    clips = load_clips(options.data)
    lessons = {clip.name: load_lesson(options.lessons, clip) for clip in clips}
    teacher = load_weights(options.weights)
    runs = [options.runs / f"fold-{fold}" for fold in range(FOLDS)]
    for fold, run in enumerate(runs):
        outside, inside = split_by_artist(clips, fold)
        ears = _train([lessons[clip.name] for clip in outside], teacher, run)
        alike = likeness(ears, [lessons[clip.name] for clip in inside])
        print(json.dumps({"fold": fold, "like_the_teacher": round(alike, 4)}))
    sureness = _sureness(clips, lessons, runs)
    print(json.dumps({"temperatures": sureness}))
    for run in runs:
        export(load_network(run), sureness, run / MODEL.name)
    options.out.write_bytes((runs[HELD_OUT_FOLD] / MODEL.name).read_bytes())
    for folds in ([HELD_OUT_FOLD], range(FOLDS)):
        print(json.dumps(report(heard_by_fold(clips, options.runs, folds))))


def _train(lessons: Sequence[Lesson], teacher: Weights, run: Path) -> Ears:
    ears = distilled(lessons, teacher, run)
    clips = Clips(ears, lessons)
    save_network(MusicCRNN(ears, trained(clips)), clips.words, run)
    return ears


def _sureness(
    clips: Sequence[Clip], lessons: Mapping[str, Lesson], runs: Sequence[Path]
) -> dict[str, float]:
    """Temperatures from all folds but the one that the shipped network is judged on."""
    judged, logits = [], []
    for fold, run in enumerate(runs):
        if fold != HELD_OUT_FOLD:
            _, inside = split_by_artist(clips, fold)
            judged += inside
            logits.append(logits_of(load_network(run), [lessons[clip.name] for clip in inside]))
    said = {name: torch.cat([one[name] for one in logits]) for name in CALIBRATED}
    return temperatures(said, judged)


if __name__ == "__main__":
    main()
