"""What the teacher hears in every clip and its variants, once, to train small networks with.

`pip download --no-deps musicnn==0.1.0`, unzip; then, with TensorFlow (for this step only),

    python -m tui_player.models.music.training.teacher weights --models musicnn --out WEIGHTS

and, with torch,

    python -m tui_player.models.music.training.teacher lessons --data DIR [--free MUSIC] \
        --weights WEIGHTS --out LESSONS

writes a file a clip and variant with `mel` [96, T], the small network's input, and `heard` [P, F]:
of each 3 s patch the network's last layer and its tag logits, side by side.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from tui_player.models.music.spectrogram import log_mel
from tui_player.models.music.training.dataset import Clip, load_clips, load_free
from tui_player.models.music.training.musicnn import (
    NETWORK,
    Weights,
    convert,
    listen,
    load_weights,
    patches_of,
)
from tui_player.models.music.training.variants import make_variant

VARIANTS: Final = (0, 1)
"""As it is, and at another speed."""
VARIANTS_OF_FREE: Final = (0,)


@dataclass(frozen=True)
class Lesson:
    """A clip or a variant of it, as the small network hears it and as the teacher does."""

    mel: NDArray[np.float16]
    """[96, T]"""
    heard: NDArray[np.float16]
    """[P, F], patch after patch."""


def variants_of(clip: Clip) -> tuple[int, ...]:
    """The numbers of the variants that are made of a clip; each `heard` for itself."""
    return VARIANTS_OF_FREE if clip.begins_s is not None else VARIANTS


def lesson_path(folder: Path, clip: Clip, variant: int) -> Path:
    """Where a lesson is kept."""
    return folder / f"{clip.name}.{variant}.npz"


def load_lesson(folder: Path, clip: Clip, variant: int) -> Lesson:
    """A lesson that `write_lessons` wrote."""
    with np.load(lesson_path(folder, clip, variant), allow_pickle=False) as archive:
        return Lesson(archive["mel"], archive["heard"])


def write_lessons(clips: Sequence[Clip], teacher: Weights, out: Path) -> None:
    """Write the lessons that are not there yet, the clips as they are before all variants."""
    for number in VARIANTS:
        for clip in clips:
            path = lesson_path(out, clip, number)
            if number in variants_of(clip) and not path.exists():
                samples = make_variant(clip, number)
                _write(path, Lesson(log_mel(samples).astype(np.float16), hear(samples, teacher)))


def hear(samples: NDArray[np.float32], teacher: Weights) -> NDArray[np.float16]:
    """Mono `samples` [n] at 16 kHz -> [P, F]."""
    with torch.inference_mode():
        parts = listen(patches_of(samples), teacher)
    heard: NDArray[np.float16] = torch.cat(parts, dim=1).half().numpy()
    return heard


def _write(path: Path, lesson: Lesson) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez(file, mel=lesson.mel, heard=lesson.heard)
    part.replace(path)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    weights = steps.add_parser("weights", help="checkpoint to npz (needs tensorflow-cpu)")
    weights.add_argument("--models", type=Path, required=True, help="musicnn's folder")
    weights.add_argument("--out", type=Path, required=True, help="file to write")
    lessons = steps.add_parser("lessons", help="what the teacher hears (needs torch)")
    lessons.add_argument("--data", type=Path, required=True, help="folder of fourq and emotify")
    lessons.add_argument("--free", type=Path, help="folder of music without labels")
    lessons.add_argument("--weights", type=Path, required=True, help="file of the step before")
    lessons.add_argument("--out", type=Path, required=True, help="folder to write to")
    options = parser.parse_args()
    if options.step == "weights":
        convert(options.models / NETWORK, options.out)
    else:
        clips = load_clips(options.data) + (load_free(options.free) if options.free else [])
        write_lessons(clips, load_weights(options.weights), options.out)


if __name__ == "__main__":
    main()
