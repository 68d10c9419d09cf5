"""Tells music from speech and from noise or nature.

It is a network of its own: in the heads these two outputs cost the mood of music.
"""

from typing import Final

import torch
from torch import Tensor, nn

from tui_player.models.music.training.backbone import FEATURES

NOT_MUSIC: Final = ("speech", "noise")
"""What a clip may be besides music, in the order of the output `kind`."""
HIDDEN: Final = 64
DROPOUT: Final = 0.5


class Kinds(nn.Module):
    """Logits of `NOT_MUSIC` from mean and deviation of the features over the patches."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(FEATURES))
        self.register_buffer("deviation", torch.ones(FEATURES))
        self.layers = nn.Sequential(
            nn.Dropout(DROPOUT),
            nn.Linear(2 * FEATURES, HIDDEN),
            nn.GELU(),
            nn.Dropout(DROPOUT),
            nn.Linear(HIDDEN, len(NOT_MUSIC)),
        )

    def standardise(self, features: Tensor) -> None:
        """Set mean and deviation of the features from `features` [all patches, F]."""
        self.mean.copy_(features.mean(dim=0))
        self.deviation.copy_(features.std(dim=0) + 1e-3)

    def forward(self, features: Tensor) -> Tensor:
        """`features` [N, P, F] -> logits [N, 2]."""
        patches = (features - self.mean) / self.deviation
        mean = patches.mean(dim=1)
        deviation = ((patches - mean[:, None]) ** 2).mean(dim=1).add(1e-5).sqrt()
        logits: Tensor = self.layers(torch.cat([mean, deviation], dim=1))
        return logits
