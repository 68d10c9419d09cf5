"""Train the music network: `python -m tui_player.models.music.training.train --help`.

One seed, a checkpoint an epoch; the same command goes on where it stopped. The artists of one fold
are never read. With `--watch FOLD` those of another are left out too, and judged along the way.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import nn

from tui_player.models.music.training.augment import augment
from tui_player.models.music.training.dataset import (
    FELT,
    HELD_OUT_FOLD,
    NO_QUADRANT,
    Clip,
    load_clips,
    load_free,
    mood_words,
    split_by_artist,
)
from tui_player.models.music.training.lessons import Batch, Lessons
from tui_player.models.music.training.network import Student
from tui_player.models.music.training.targets import labels_of, loss
from tui_player.models.music.training.teacher import load_lesson
from tui_player.models.training.course import Course
from tui_player.models.training.precision import mixed_precision

EPOCHS: Final = 60
BATCH: Final = 32
FRAMES: Final = (250, 375, 500)
"""Lengths of a window, one a batch: 10 to 20 s, so that windows of a clip differ."""
PEAK_LEARNING_RATE: Final = 2e-3
WEIGHT_DECAY: Final = 0.02
EMA_DECAY: Final = 0.995
SEED: Final = 7
JUDGE_EVERY: Final = 5
"""Epochs between two looks at the validation fold."""


class Trainer:
    """Lessons and labels, and the course that a network takes through them."""

    def __init__(self, lessons: Lessons, epochs: int, run: Path) -> None:
        torch.manual_seed(SEED)
        words = mood_words(lessons.clips)
        self.lessons = lessons
        self.labels = labels_of(lessons.clips, words)
        self.sizes = {"moods": len(words), "felt": len(FELT), "teacher": lessons.features}
        network = Student(**self.sizes).to(memory_format=torch.channels_last)
        optimiser = torch.optim.AdamW(
            network.parameters(), lr=PEAK_LEARNING_RATE, weight_decay=WEIGHT_DECAY
        )
        self.course = Course(run, network, optimiser, epochs * self.steps, EMA_DECAY)

    @property
    def steps(self) -> int:
        """Batches an epoch."""
        return max(1, self.lessons.clips_an_epoch // BATCH)

    def train_epoch(self) -> float:
        """A window of each labelled clip and of some free pieces; the mean loss."""
        generator = torch.Generator().manual_seed(SEED + self.course.epoch)
        order = self.lessons.epoch(generator)
        self.course.network.train()
        total = 0.0
        for step in range(self.steps):
            frames = FRAMES[int(torch.randint(len(FRAMES), (1,), generator=generator))]
            rows = order[step * BATCH : (step + 1) * BATCH]
            total += self._step(self.lessons.batch(rows, frames, generator), generator)
        self.course.epoch += 1
        return total / self.steps

    def _step(self, batch: Batch, generator: torch.Generator) -> float:
        windows = augment(batch.windows, generator)[:, None]
        with mixed_precision():
            said = self.course.network(windows)
        said = {name: values.float() for name, values in said.items()}
        batch_loss = loss(said, self.labels.of(batch.rows), batch)
        self.course.step(batch_loss)
        return batch_loss.item()


def accuracies(network: nn.Module, clips: Sequence[Clip], folder: Path) -> dict[str, float]:
    """Share of right quadrants, and of right signs of valence and arousal, over whole clips."""
    network.eval()
    hits = []
    with torch.inference_mode(), mixed_precision():
        for clip in clips:
            if clip.quadrant != NO_QUADRANT:
                mel = load_lesson(folder, clip, 0).mel.astype(np.float32)
                said = network(torch.from_numpy(mel)[None, None])
                valence, arousal = (said["valence_arousal"][0] > 0).tolist()
                right = said["quadrant"].argmax().item() == clip.quadrant
                positive, excited = clip.quadrant in (0, 3), clip.quadrant in (0, 1)
                hits.append((right, valence == positive, arousal == excited))
    quadrant, valence, arousal = np.array(hits).mean(axis=0).tolist()
    return {"quadrant": quadrant, "valence": valence, "arousal": arousal}


def train(
    clips: Sequence[Clip], folder: Path, run: Path, epochs: int, watched: Sequence[Clip] = ()
) -> None:
    """Train on the lessons of `clips`, kept in `folder`, to the end, from where `run` stopped."""
    run.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(Lessons(clips, folder), epochs, run)
    course = trainer.course
    course.resume()
    while course.epoch < epochs:
        start = time.monotonic()
        line = {"epoch": course.epoch + 1, "loss": trainer.train_epoch()}
        course.save(sizes=trainer.sizes)
        line["seconds"] = time.monotonic() - start
        if watched and course.epoch % JUDGE_EVERY == 0:
            line |= accuracies(course.average, watched, folder)
        course.log(line)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of fourq and emotify")
    parser.add_argument("--free", type=Path, help="folder of music without labels")
    parser.add_argument("--lessons", type=Path, required=True, help="folder that `teacher` wrote")
    parser.add_argument("--run", type=Path, required=True, help="folder for checkpoint and log")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--fold", type=int, default=HELD_OUT_FOLD, help="its artists are left out")
    parser.add_argument("--watch", type=int, help="a fold to leave out and judge as it learns")
    options = parser.parse_args()
    clips, _ = split_by_artist(load_clips(options.data), options.fold)
    watched: list[Clip] = []
    if options.watch is not None:
        clips, watched = split_by_artist(clips, options.watch)
    if options.free:
        clips += load_free(options.free)
    train(clips, options.lessons, options.run, options.epochs, watched)


if __name__ == "__main__":
    main()
