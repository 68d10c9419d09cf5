"""The embedding: what the backbone hears beside what the heads have learnt."""

from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from tui_player.models.music.training.backbone import DENSE

HEARD: Final = 64
"""Dimensions of the embedding from the backbone's dense layer."""
LEARNT: Final = 64
"""Dimensions of the embedding from the heads."""


class Likeness(nn.Module):
    """Two centred projections side by side, each of length 1 before the whole is normalised."""

    def __init__(self, learnt: int) -> None:
        super().__init__()
        self.heard = Projection(DENSE, HEARD)
        self.learnt = Projection(learnt, LEARNT)

    def fit(self, features: Tensor, learnt: Tensor) -> None:
        """`features` [N, P, F] of music, and the joined embeddings of the heads [N, E]."""
        self.heard.fit(features[:, :, :DENSE].mean(dim=1))
        self.learnt.fit(learnt)

    def forward(self, features: Tensor, learnt: Tensor) -> Tensor:
        """Both projections, [N, HEARD + LEARNT], of length 1."""
        parts = (self.heard(features[:, :, :DENSE].mean(dim=1)), self.learnt(learnt))
        directions = [functional.normalize(part, dim=1) for part in parts]
        return functional.normalize(torch.cat(directions, dim=1), dim=1)


class Projection(nn.Module):
    """Centres vectors and keeps their main directions (PCA)."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(inputs))
        self.register_buffer("directions", torch.zeros(inputs, outputs))

    def fit(self, values: Tensor) -> None:
        """`values` [N, inputs], N at least the number of outputs."""
        self.mean.copy_(values.mean(dim=0))
        _, _, directions = torch.linalg.svd(values - self.mean, full_matrices=False)
        self.directions.copy_(directions[: self.directions.shape[1]].T)

    def forward(self, values: Tensor) -> Tensor:
        """[N, inputs] -> [N, outputs]."""
        projected: Tensor = (values - self.mean) @ self.directions
        return projected
