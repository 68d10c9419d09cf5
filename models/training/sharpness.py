"""Flat minima: sharpness-aware minimisation (Foret et al. 2021, arXiv 2010.01412).

Instead of the gradient where the weights are, that of the worst place near them: what a step makes
better there does not depend on single weights, nor on single wrong labels.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor, nn


def worst_gradients(network: nn.Module, loss: Callable[[], Tensor], radius: float) -> None:
    """Replace the gradients in `network` by those at the worst place within `radius` of it.

    `loss` runs the network; the gradients that it had just now say where that place is.
    """
    weights = [weight for weight in network.parameters() if weight.grad is not None]
    gradients = [weight.grad for weight in weights if weight.grad is not None]
    length = torch.stack([gradient.norm() for gradient in gradients]).norm()
    moves = [gradient * (radius / (length + 1e-12)) for gradient in gradients]
    _move(weights, moves, 1)
    network.zero_grad()
    with _statistics_kept(network):
        loss().backward()
    _move(weights, moves, -1)


def _move(weights: Sequence[nn.Parameter], moves: Sequence[Tensor], sign: int) -> None:
    with torch.no_grad():
        for weight, move in zip(weights, moves, strict=True):
            weight.add_(move, alpha=sign)


@contextmanager
def _statistics_kept(network: nn.Module) -> Iterator[None]:
    """Batch normalisation doesn't count what it sees."""
    layers = [layer for layer in network.modules() if isinstance(layer, nn.BatchNorm2d)]
    momenta = [layer.momentum for layer in layers]
    for layer in layers:
        layer.momentum = 0.0
    try:
        yield
    finally:
        for layer, momentum in zip(layers, momenta, strict=True):
            layer.momentum = momentum
