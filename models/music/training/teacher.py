"""What the teacher hears in every clip, once, to train the small network with.

`pip download --no-deps musicnn==0.1.0`, unzip; then, with TensorFlow (for this step only),

    python -m tui_player.models.music.training.teacher weights --models musicnn --out WEIGHTS

and, with torch,

    python -m tui_player.models.music.training.teacher lessons --data DIR --weights WEIGHTS \
        --out LESSONS

writes a file a clip with its log-mel spectrogram and what the whole network hears in each view.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from tui_player.models.music.spectrogram import log_mel
from tui_player.models.music.training.dataset import Clip, load_clips, read_clip
from tui_player.models.music.training.musicnn import (
    NETWORK,
    Weights,
    convert,
    listen,
    load_weights,
)
from tui_player.models.music.training.views import VIEWS, view


@dataclass(frozen=True)
class Lesson:
    """A clip as the small network meets it, and what the whole teacher hears in it."""

    clip: Clip
    mel: NDArray[np.float16]
    """[96, T]"""
    heard: tuple[NDArray[np.float16], ...]
    """Of each view, [P, 200]."""

    def patches(self, number: int) -> Tensor:
        """View `number`, [P, 187, 96]."""
        return view(torch.from_numpy(self.mel).float(), self.clip.name, number)


def load_lesson(folder: Path, clip: Clip) -> Lesson:
    """A lesson that `write_lessons` wrote."""
    with np.load(_path(folder, clip), allow_pickle=False) as archive:
        heard = tuple(archive[str(number)] for number in range(VIEWS))
        return Lesson(clip, archive["mel"], heard)


def write_lessons(clips: Sequence[Clip], teacher: Weights, out: Path) -> None:
    """Write the lessons that are not there yet."""
    for clip in clips:
        path = _path(out, clip)
        if not path.exists():
            mel = log_mel(read_clip(clip)).astype(np.float16)
            seen = torch.from_numpy(mel).float()
            heard = [_hear(view(seen, clip.name, number), teacher) for number in range(VIEWS)]
            _write(path, {"mel": mel, **{str(at): one for at, one in enumerate(heard)}})


def _path(folder: Path, clip: Clip) -> Path:
    return folder / f"{clip.name}.npz"


def _hear(patches: Tensor, teacher: Weights) -> NDArray[np.float16]:
    """[P, 187, 96] -> [P, 200]"""
    with torch.inference_mode():
        heard: NDArray[np.float16] = listen(patches, teacher).half().numpy()
    return heard


def _write(path: Path, arrays: dict[str, NDArray[np.float16]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type, unused-ignore]
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
    lessons.add_argument("--weights", type=Path, required=True, help="file of the step before")
    lessons.add_argument("--out", type=Path, required=True, help="folder to write to")
    options = parser.parse_args()
    if options.step == "weights":
        convert(options.models / NETWORK, options.out)
    else:
        write_lessons(load_clips(options.data), load_weights(options.weights), options.out)


if __name__ == "__main__":
    main()
