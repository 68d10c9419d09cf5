"""A linear probe of valence and arousal.

On music unlike the training data a linear readout of the backbone holds better than a deep one.
"""

from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from tui_player.models.music.training.backbone import FEATURES

STRENGTH: Final = 0.05
"""L2 penalty on the weights of the standardised features."""
STEPS: Final = 60


class Probe(nn.Module):
    """Logistic regression of the signs of valence and arousal on the mean features."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(FEATURES))
        self.register_buffer("deviation", torch.ones(FEATURES))
        self.linear = nn.Linear(FEATURES, 2)

    def forward(self, features: Tensor) -> Tensor:
        """`features` [N, P, F] -> logits [N, 2] of positive valence and arousal."""
        logits: Tensor = self.linear((features.mean(dim=1) - self.mean) / self.deviation)
        return logits


def fitted_probe(pooled: Tensor, signs: Tensor, weights: Tensor) -> Probe:
    """Fit a probe to mean features [N, F], `signs` [N, 2] in 0..1 (NaN unknown), `weights` [N]."""
    probe = Probe()
    probe.mean.copy_(pooled.mean(dim=0))
    probe.deviation.copy_(pooled.std(dim=0) + 1e-2)
    nn.init.zeros_(probe.linear.weight)
    nn.init.zeros_(probe.linear.bias)
    known = ~signs.isnan()
    share = weights[:, None] * known
    share = share / share.sum(dim=0)
    optimiser = torch.optim.LBFGS(probe.parameters(), max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimiser.zero_grad()
        losses = functional.binary_cross_entropy_with_logits(
            probe(pooled[:, None]), signs.nan_to_num(), reduction="none"
        )
        total = (losses * share).sum() + STRENGTH * probe.linear.weight.square().sum()
        total.backward()
        return total

    optimiser.step(loss)
    return probe.requires_grad_(False)
