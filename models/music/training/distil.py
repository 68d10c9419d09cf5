"""Teach the thinned ears to hear what the whole teacher hears."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from tui_player.models.music.training.ears import Ears, thinned
from tui_player.models.music.training.musicnn import Weights
from tui_player.models.music.training.teacher import Lesson
from tui_player.models.music.training.views import VIEWS
from tui_player.models.training.course import Course
from tui_player.models.training.precision import mixed_precision

EPOCHS: Final = 5
BATCH: Final = 8
"""Clips, each with all patches of one view."""
PEAK_LEARNING_RATE: Final = 3e-4
WEIGHT_DECAY: Final = 1e-4
EMA_DECAY: Final = 0.99
SEED: Final = 7


def distilled(lessons: Sequence[Lesson], teacher: Weights, run: Path) -> Ears:
    """Ears that learnt from `lessons`; goes on where the checkpoint in the folder `run` is."""
    run.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    ears = thinned(teacher)
    ears.picture.requires_grad_(False)  # its gradient would cost more than all others
    parameters = [value for value in ears.parameters() if value.requires_grad]
    optimiser = torch.optim.AdamW(parameters, PEAK_LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    steps = EPOCHS * (len(lessons) // BATCH)
    course = Course(run, ears, optimiser, steps, EMA_DECAY)
    course.resume()
    spread = _spread(lessons)
    while course.epoch < EPOCHS:
        generator = torch.Generator().manual_seed(SEED + course.epoch)
        losses = [_step(course, batch, spread) for batch in _batches(lessons, generator)]
        course.epoch += 1
        course.save()
        course.log({"epoch": course.epoch, "loss": round(float(np.mean(losses)), 4)})
    return course.average.eval()


def likeness(ears: Ears, lessons: Sequence[Lesson]) -> float:
    """Correlation over clips of what `ears` hear with what the teacher does, mean of the numbers.

    Each clip's mean over its patches; a number that is the same in all clips is left out.
    """
    with torch.no_grad():
        said = torch.stack([ears(lesson.patches(0)).mean(dim=0) for lesson in lessons])
    heard = torch.stack([_heard(lesson, 0).mean(dim=0) for lesson in lessons])
    pairs = zip(said.T.numpy(), heard.T.numpy(), strict=True)
    alike = [np.corrcoef(one, other)[0, 1] for one, other in pairs if np.ptp(one) and np.ptp(other)]
    return float(np.mean(alike))


def _step(course: Course, batch: tuple[Tensor, Tensor], spread: Tensor) -> float:
    """The loss: mean squared difference, each number by its own `spread` [200]; 1 is chance."""
    patches, heard = batch
    with mixed_precision():
        said = course.network(patches)
    loss = functional.mse_loss(said.float() / spread, heard / spread)
    course.step(loss)
    return loss.item()


def _batches(
    lessons: Sequence[Lesson], generator: torch.Generator
) -> Iterator[tuple[Tensor, Tensor]]:
    """Every clip once, in one of its views: patches [N, 187, 96] and what is heard [N, 200]."""
    order = torch.randperm(len(lessons), generator=generator)
    for rows in order[: len(order) // BATCH * BATCH].split(BATCH):
        views = torch.randint(VIEWS, (len(rows),), generator=generator).tolist()
        chosen = [(lessons[row], number) for row, number in zip(rows, views, strict=True)]
        yield (
            torch.cat([lesson.patches(number) for lesson, number in chosen]),
            torch.cat([_heard(lesson, number) for lesson, number in chosen]),
        )


def _heard(lesson: Lesson, number: int) -> Tensor:
    return torch.from_numpy(lesson.heard[number]).float()


def _spread(lessons: Sequence[Lesson]) -> Tensor:
    """How far each feature varies, [200]."""
    return torch.cat([_heard(lesson, 0) for lesson in lessons]).std(dim=0) + 1e-3
