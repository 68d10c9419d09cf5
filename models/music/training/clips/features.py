"""Backbone features of every clip, computed once for the heads of all folds."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from tui_player.models.music.spectrogram import log_mel
from tui_player.models.music.training.backbone import Backbone
from tui_player.models.music.training.clips.augment import CHANGES, changed
from tui_player.models.music.training.clips.dataset import Clip, read_clip
from tui_player.models.music.training.level import Level
from tui_player.models.music.training.musicnn import PATCH_FRAMES, patches_of

VARIANTS: Final = ((), CHANGES)
"""Variants of each clip: itself, and with random changes."""
WINDOW_PATCHES: Final = 5
"""Patches in a window of `windows.WINDOW_S` seconds."""
WINDOW_FRAMES: Final = WINDOW_PATCHES * PATCH_FRAMES


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
        whole = [part for part in parts if len(part) == WINDOW_PATCHES]
        return [ClipFeatures(self.clip, part) for part in whole or [self.features]]


def features_of(clips: Sequence[Clip], backbone: Backbone, variant: int = 0) -> list[ClipFeatures]:
    """Compute the features of `clips`; takes about 0.3 s per clip.

    `variant` is a row of `VARIANTS`.
    """
    return [ClipFeatures(clip, _features(clip, backbone, variant)) for clip in clips]


def cached_features(
    clips: Sequence[Clip], backbone: Backbone, variant: int, folder: Path
) -> list[ClipFeatures]:
    """The same, kept in `folder` for the next run."""
    path = folder / f"features-{variant}.npz"
    if not path.exists():
        computed = features_of(clips, backbone, variant)
        arrays = {one.clip.name: one.features.half().numpy() for one in computed}
        np.savez(path, **arrays)
    with np.load(path, allow_pickle=False) as archive:
        return [ClipFeatures(clip, torch.from_numpy(archive[clip.name]).float()) for clip in clips]


def _features(clip: Clip, backbone: Backbone, variant: int) -> Tensor:
    samples = read_clip(clip)
    if variant:
        seed = [variant, zlib.crc32(clip.name.encode())]
        samples = changed(samples, np.random.default_rng(seed), VARIANTS[variant])
    return torch.cat([_window_features(part, backbone) for part in _windows(log_mel(samples))])


def _windows(picture: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """[96, T] -> parts of `WINDOW_FRAMES`; a short clip is one part."""
    starts = range(0, max(1, picture.shape[1] - WINDOW_FRAMES + 1), WINDOW_FRAMES)
    return [picture[:, start : start + WINDOW_FRAMES] for start in starts]


def _window_features(picture: NDArray[np.float32], backbone: Backbone) -> Tensor:
    [patches] = Level()(patches_of(torch.from_numpy(picture)[None]))
    features: Tensor = backbone(patches)
    return features
