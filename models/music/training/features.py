"""What the ears hear in every clip, once, for the readers of all folds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from tui_player.models.music.spectrogram import log_mel
from tui_player.models.music.training.backbone import Ears
from tui_player.models.music.training.dataset import Clip, read_clip
from tui_player.models.music.training.musicnn import patches_of

WINDOW_PATCHES: Final = 5
"""As many as one of a listener's windows has (`windows.WINDOW_S`)."""


@dataclass(frozen=True)
class Lesson:
    """A clip, and what the ears hear in it."""

    clip: Clip
    heard: Tensor
    """[P, F], patch by patch from the beginning on."""

    @property
    def windows(self) -> list["Lesson"]:
        """Cut up as a listener's song is; what is left at the end is left out."""
        parts = self.heard.split(WINDOW_PATCHES)
        return [Lesson(self.clip, part) for part in parts if len(part) == WINDOW_PATCHES]


def lessons_of(clips: Sequence[Clip], ears: Ears) -> list[Lesson]:
    """A lesson a clip; takes about 0.3 s for each."""
    return [Lesson(clip, _heard(clip, ears)) for clip in clips]


def _heard(clip: Clip, ears: Ears) -> Tensor:
    [patches] = patches_of(torch.from_numpy(log_mel(read_clip(clip)))[None])
    heard: Tensor = ears(patches)
    return heard
