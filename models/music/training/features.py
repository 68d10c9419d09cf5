"""Backbone features of every clip, computed once for the heads of all folds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from tui_player.models.music.spectrogram import log_mel
from tui_player.models.music.training.backbone import Backbone
from tui_player.models.music.training.dataset import Clip, read_clip
from tui_player.models.music.training.musicnn import patches_of

WINDOW_PATCHES: Final = 5
"""Patches in a window of `windows.WINDOW_S` seconds."""


@dataclass(frozen=True)
class ClipFeatures:
    """A clip and its backbone features."""

    clip: Clip
    features: Tensor
    """[P, F], one row per patch in order of time."""

    @property
    def windows(self) -> list["ClipFeatures"]:
        """Features of windows as long as the player's; the remainder at the end is dropped."""
        parts = self.features.split(WINDOW_PATCHES)
        return [ClipFeatures(self.clip, part) for part in parts if len(part) == WINDOW_PATCHES]


def features_of(clips: Sequence[Clip], backbone: Backbone) -> list[ClipFeatures]:
    """Compute the features of `clips`; takes about 0.3 s per clip."""
    return [ClipFeatures(clip, _backbone_features(clip, backbone)) for clip in clips]


def _backbone_features(clip: Clip, backbone: Backbone) -> Tensor:
    [patches] = patches_of(torch.from_numpy(log_mel(read_clip(clip)))[None])
    features: Tensor = backbone(patches)
    return features
