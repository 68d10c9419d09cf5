"""Train the music network: `python -m tui_player.models.music.training.train --data DIR --run DIR`.

One seed, a checkpoint an epoch; the same command goes on where it stopped. The artists of
`HELD_OUT_FOLD` are never read. With `--validate FOLD` another fold is left out too, and judged.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from tui_player.models.music.training.augment import augment, random_cut, resampled
from tui_player.models.music.training.dataset import (
    FELT,
    HELD_OUT_FOLD,
    NO_QUADRANT,
    Clip,
    load_clips,
    log_mels,
    mood_words,
    split_by_artist,
)
from tui_player.models.music.training.network import Student
from tui_player.models.music.training.targets import Teacher, labels_of, loss
from tui_player.models.training.course import Course

BATCH: Final = 32
PEAK_LEARNING_RATE: Final = 2e-3
WEIGHT_DECAY: Final = 0.02
EMA_DECAY: Final = 0.995
SEED: Final = 7
JUDGE_EVERY: Final = 5
"""Epochs between two looks at the validation fold."""


class Trainer:
    """Clips, labels and teacher, and the course that a network takes through them."""

    def __init__(
        self,
        clips: Sequence[Clip],
        mels: Sequence[NDArray[np.float16]],
        teacher: Teacher | None,
        epochs: int,
        run: Path,
    ) -> None:
        torch.manual_seed(SEED)
        words = mood_words(clips)
        self.mels = mels
        self.labels = labels_of(clips, words)
        self.teacher = teacher
        self.sizes = {
            "moods": len(words),
            "felt": len(FELT),
            "teacher": teacher.size if teacher else 1,
        }
        network = Student(**self.sizes).to(memory_format=torch.channels_last)
        optimiser = torch.optim.AdamW(
            network.parameters(), lr=PEAK_LEARNING_RATE, weight_decay=WEIGHT_DECAY
        )
        self.course = Course(run, network, optimiser, epochs * self.steps, EMA_DECAY)

    @property
    def steps(self) -> int:
        """Batches an epoch."""
        return max(1, len(self.mels) // BATCH)

    def train_epoch(self) -> float:
        """A window of each training clip; the mean loss."""
        generator = torch.Generator().manual_seed(SEED + self.course.epoch)
        order = torch.randperm(len(self.mels), generator=generator)
        self.course.network.train()
        total = 0.0
        for step in range(self.steps):
            rows = order[step * BATCH : (step + 1) * BATCH]
            windows, heard = self._batch(rows, generator)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                said = self.course.network(windows)
            said = {name: values.float() for name, values in said.items()}
            batch_loss = loss(said, self.labels.rows(rows), heard)
            self.course.step(batch_loss)
            total += batch_loss.item()
        self.course.epoch += 1
        return total / self.steps

    def _batch(self, rows: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor | None]:
        """A random window [1, 96, T] of each clip of `rows`, and what the teacher heard in it."""
        windows, heard = [], []
        for row in rows.tolist():
            mel = self.mels[row]
            cut = random_cut(mel.shape[1], generator)
            window = torch.from_numpy(mel[:, cut.start : cut.stop].astype(np.float32))
            windows.append(resampled(window))
            if self.teacher:
                heard.append(self.teacher.heard(row, cut))
        return augment(torch.stack(windows), generator)[:, None], torch.stack(
            heard
        ) if heard else None


def accuracies(
    network: nn.Module, clips: Sequence[Clip], mels: Sequence[NDArray[np.float16]]
) -> dict[str, float]:
    """Share of right quadrants, and of right signs of valence and arousal, over whole clips."""
    network.eval()
    hits = []
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for clip, mel in zip(clips, mels, strict=True):
            if clip.quadrant != NO_QUADRANT:
                said = network(torch.from_numpy(mel.astype(np.float32))[None, None])
                valence, arousal = (said["valence_arousal"][0] > 0).tolist()
                right = said["quadrant"].argmax().item() == clip.quadrant
                positive, excited = clip.quadrant in (0, 3), clip.quadrant in (0, 1)
                hits.append((right, valence == positive, arousal == excited))
    quadrant, valence, arousal = np.array(hits).mean(axis=0).tolist()
    return {"quadrant": quadrant, "valence": valence, "arousal": arousal}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of fourq and emotify")
    parser.add_argument("--run", type=Path, required=True, help="folder for checkpoint and log")
    parser.add_argument("--cache", type=Path, required=True, help="folder that keeps log-mels")
    parser.add_argument("--teacher", type=Path, help="folder of the teacher's features")
    parser.add_argument("--epochs", type=int, default=100)
    parser.add_argument("--validate", type=int, help="fold to leave out and judge (1..4)")
    return parser.parse_args()


def main() -> None:
    """Command line."""
    options = _options()
    options.run.mkdir(parents=True, exist_ok=True)
    clips, _ = split_by_artist(load_clips(options.data), HELD_OUT_FOLD)
    judged: list[Clip] = []
    if options.validate is not None:
        clips, judged = split_by_artist(clips, options.validate)
    teacher = Teacher(clips, options.teacher) if options.teacher else None
    mels = log_mels(clips, options.cache)
    judged_mels = log_mels(judged, options.cache)
    trainer = Trainer(clips, mels, teacher, options.epochs, options.run)
    course = trainer.course
    course.resume()
    while course.epoch < options.epochs:
        start = time.monotonic()
        line = {"epoch": course.epoch + 1, "loss": trainer.train_epoch()}
        course.save(sizes=trainer.sizes)
        line["seconds"] = time.monotonic() - start
        if judged and course.epoch % JUDGE_EVERY == 0:
            line |= accuracies(course.average, judged, judged_mels)
        course.log(line)


if __name__ == "__main__":
    main()
