"""Labels as tensors, and the loss of each thing that the network is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from tui_player.models.music.genres import GENRES
from tui_player.models.music.spectrogram import HOP, SAMPLE_RATE_HZ
from tui_player.models.music.training.augment import Cut
from tui_player.models.music.training.dataset import NO_QUADRANT, Clip
from tui_player.models.music.training.teacher import PATCH_S

LABEL_SMOOTHING: Final = 0.1
LOSS_WEIGHTS: Final = {
    "quadrant": 1.0,
    "valence_arousal": 0.5,
    "genre": 2.0,
    "moods": 2.0,
    "felt": 0.3,
    "teacher": 1.0,
}
"""The binary ones are small by themselves, since most answers are no."""
SIGNS: Final = ((1.0, 1.0), (0.0, 1.0), (0.0, 0.0), (1.0, 0.0))
"""Of valence and arousal in Q1..Q4."""


@dataclass(frozen=True)
class Labels:
    """Row by row what is known of each clip; NaN where nothing is."""

    quadrant: Tensor
    """[N], `NO_QUADRANT` where unknown."""
    genre: Tensor
    """[N, G]."""
    rock_or_pop: Tensor
    """[N] bool."""
    moods: Tensor
    """[N, M]."""
    felt: Tensor
    """[N, 9], standardised."""

    def rows(self, rows: Tensor) -> "Labels":
        """Those of some clips."""
        return Labels(
            self.quadrant[rows],
            self.genre[rows],
            self.rock_or_pop[rows],
            self.moods[rows],
            self.felt[rows],
        )


def labels_of(clips: Sequence[Clip], words: Sequence[str]) -> Labels:
    """The labels of `clips`, with the mood words `words`."""
    moods = [
        [float(word in clip.moods) if clip.moods else float("nan") for word in words]
        for clip in clips
    ]
    felt = np.array([clip.felt for clip in clips], dtype=np.float32)
    known = ~np.isnan(felt[:, 0])
    if known.any():
        felt = (felt - felt[known].mean(axis=0)) / (felt[known].std(axis=0) + 1e-6)
    return Labels(
        torch.tensor([clip.quadrant for clip in clips]),
        torch.tensor([clip.genres for clip in clips]),
        torch.tensor([clip.rock_or_pop for clip in clips]),
        torch.tensor(moods),
        torch.from_numpy(felt),
    )


class Teacher:
    """What musicnn heard in each clip, patch by patch, standardised over all of them."""

    def __init__(self, clips: Sequence[Clip], folder: Path) -> None:
        patches = [_read(folder / f"{clip.name}.npz") for clip in clips]
        everything = torch.cat(patches)
        mean, deviation = everything.mean(dim=0), everything.std(dim=0) + 1e-3
        self.patches = [(clip - mean) / deviation for clip in patches]
        self.size = everything.shape[1]

    def heard(self, row: int, cut: Cut) -> Tensor:
        """The mean over the patches of clip `row` whose middles lie in `cut`."""
        patches = self.patches[row]
        frames_a_patch = PATCH_S * SAMPLE_RATE_HZ / HOP
        first = round(cut.start / frames_a_patch)
        last = max(first + 1, round(cut.stop / frames_a_patch))
        first = min(first, len(patches) - 1)
        return patches[first:last].mean(dim=0)


def _read(path: Path) -> Tensor:
    with np.load(path, allow_pickle=False) as archive:
        values = np.concatenate([archive["features"], archive["tags"]], axis=1)
    return torch.from_numpy(values.astype(np.float32))


def loss(said: dict[str, Tensor], labels: Labels, heard: Tensor | None) -> Tensor:
    """The weighted sum over everything that is asked."""
    parts = {
        "quadrant": _quadrant_loss(said["quadrant"], labels.quadrant),
        "valence_arousal": _sign_loss(said["valence_arousal"], labels.quadrant),
        "genre": _genre_loss(said["genre"], labels),
        "moods": _binary_loss(said["moods"], labels.moods),
        "felt": _known_mean((said["felt"] - labels.felt.nan_to_num()) ** 2, labels.felt),
    }
    if heard is not None:
        parts["teacher"] = functional.mse_loss(said["teacher"], heard)
    weighted = [LOSS_WEIGHTS[name] * part for name, part in parts.items()]
    return torch.stack(weighted).sum()


def _known_mean(values: Tensor, labels: Tensor) -> Tensor:
    """Mean of `values` where `labels` is known; 0 where it nowhere is."""
    known = ~labels.isnan()
    return (values * known).sum() / known.sum().clamp(min=1)


def _quadrant_loss(logits: Tensor, quadrant: Tensor) -> Tensor:
    known = quadrant != NO_QUADRANT
    if not known.any():
        return logits.sum() * 0
    return functional.cross_entropy(logits[known], quadrant[known], label_smoothing=LABEL_SMOOTHING)


def _sign_loss(logits: Tensor, quadrant: Tensor) -> Tensor:
    signs = torch.tensor(SIGNS)[quadrant.clamp(min=0)]
    signs[quadrant == NO_QUADRANT] = float("nan")
    return _binary_loss(logits, signs)


def _binary_loss(logits: Tensor, labels: Tensor) -> Tensor:
    losses = functional.binary_cross_entropy_with_logits(
        logits, labels.nan_to_num(), reduction="none"
    )
    return _known_mean(losses, labels)


def _genre_loss(logits: Tensor, labels: Labels) -> Tensor:
    """Where a clip is "Pop/Rock", it is asked only that not both be unlikely."""
    known = _binary_loss(logits, labels.genre)
    neither = functional.logsigmoid(-logits[:, [GENRES.index("Rock"), GENRES.index("Pop")]])
    either = -torch.log1p(-torch.exp(neither.sum(dim=1)).clamp(max=1 - 1e-4))
    return known + (either * labels.rock_or_pop).sum() / labels.genre.numel()
