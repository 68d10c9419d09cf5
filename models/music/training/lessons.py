"""What there is to learn from: every clip and its variants, cut into windows as training asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor

from tui_player.models.music.spectrogram import HOP, SAMPLE_RATE_HZ
from tui_player.models.music.training.augment import Cut, random_cut, resampled
from tui_player.models.music.training.dataset import NO_FOLD, Clip
from tui_player.models.music.training.judge import Judge, Judgement
from tui_player.models.music.training.musicnn import PATCH_S
from tui_player.models.music.training.teacher import Lesson, load_lesson, variants_of

AS_IT_IS: Final = 0.4
"""How often a clip is heard as it is, rather than as one of its variants."""
FREE_SHARE: Final = 0.5
"""Free pieces heard an epoch, for each labelled clip; an epoch takes others of them each time."""
FRAMES_A_PATCH: Final = PATCH_S * SAMPLE_RATE_HZ / HOP


@dataclass(frozen=True)
class Batch:
    """Windows, and what is known of each."""

    windows: Tensor
    """[N, 96, T]"""
    rows: Tensor
    """[N], of the clips."""
    heard: Tensor
    """[N, F], what the teacher heard, standardised."""
    judged: Judgement
    """What the judge makes of that."""


class Lessons:
    """The lessons of `clips` that the teacher left in `folder`."""

    def __init__(self, clips: Sequence[Clip], folder: Path) -> None:
        self.clips = clips
        self._labelled = [row for row, clip in enumerate(clips) if clip.fold != NO_FOLD]
        self._free = [row for row, clip in enumerate(clips) if clip.fold == NO_FOLD]
        self._lessons: list[dict[int, Lesson]] = [
            {number: load_lesson(folder, clip, number) for number in variants_of(clip)}
            for clip in clips
        ]
        plain = [_of(lessons[0]) for lessons in self._lessons]
        everything = torch.cat(plain)
        self._mean, self._deviation = everything.mean(dim=0), everything.std(dim=0) + 1e-3
        means = torch.stack([self._standardised(heard.mean(dim=0)) for heard in plain])
        self.judge = Judge(clips, means.numpy())

    @property
    def features(self) -> int:
        """How many numbers the teacher says of a window."""
        return len(self._mean)

    @property
    def clips_an_epoch(self) -> int:
        """How many rows `epoch` gives."""
        return len(self._labelled) + min(len(self._free), round(FREE_SHARE * len(self._labelled)))

    def epoch(self, generator: torch.Generator) -> list[int]:
        """Rows of all labelled clips and of some free ones, mixed."""
        free = [self._free[at] for at in _shuffled(len(self._free), generator)]
        rows = (self._labelled + free)[: self.clips_an_epoch]
        return [rows[at] for at in _shuffled(len(rows), generator)]

    def batch(self, rows: Sequence[int], frames: int, generator: torch.Generator) -> Batch:
        """A random window of `frames` of each clip of `rows`, as it is or of a variant."""
        windows, patches = [], []
        for row in rows:
            variant = self._random_variant(row, generator)
            lesson = self._lessons[row][variant]
            cut = random_cut(lesson.mel.shape[1], frames, generator)
            window = torch.from_numpy(lesson.mel[:, cut.start : cut.stop].astype(np.float32))
            windows.append(resampled(window, frames))
            patches.append(_patches(lesson, cut).mean(dim=0))
        heard = self._standardised(torch.stack(patches))
        return Batch(
            torch.stack(windows),
            torch.tensor(rows),
            heard,
            self.judge.says([self.clips[row].fold for row in rows], heard),
        )

    def _random_variant(self, row: int, generator: torch.Generator) -> int:
        first, *others = self._lessons[row]
        if not others or float(torch.rand(1, generator=generator)) < AS_IT_IS:
            return first
        return others[int(torch.randint(len(others), (1,), generator=generator))]

    def _standardised(self, heard: Tensor) -> Tensor:
        return (heard - self._mean) / self._deviation


def _shuffled(count: int, generator: torch.Generator) -> list[int]:
    order: list[int] = torch.randperm(count, generator=generator).tolist()
    return order


def _of(lesson: Lesson) -> Tensor:
    return torch.from_numpy(lesson.heard.astype(np.float32))


def _patches(lesson: Lesson, cut: Cut) -> Tensor:
    """What was heard in the patches whose middles lie in `cut`: [P, F], one at least."""
    first = round(cut.start / FRAMES_A_PATCH)
    last = max(first + 1, round(cut.stop / FRAMES_A_PATCH))
    first = min(first, len(lesson.heard) - 1)
    return torch.from_numpy(lesson.heard[first:last].astype(np.float32))
