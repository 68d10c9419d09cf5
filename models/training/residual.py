"""Convolution blocks: normalised convolutions and residual blocks."""

import torch
from torch import Tensor, nn
from torch.nn import functional


def convolution(maps_in: int, maps_out: int, size: int = 3, stride: int = 1) -> nn.Module:
    """A convolution with batch normalisation; output size is input size divided by `stride`."""
    return nn.Sequential(
        nn.Conv2d(maps_in, maps_out, size, stride, padding=size // 2, bias=False),
        nn.BatchNorm2d(maps_out),
    )


def fold_scales(network: nn.Module) -> None:
    """Move the scale of each batch normalisation into its convolution, as in an exported file.

    The network's outputs stay the same. The weights grow, and large weights before a normalisation
    change direction less in one step (van Laarhoven 2017, arXiv 1706.05350): the deeper ones learn
    up to 70 times as slowly.
    """
    for pair in network.modules():
        match list(pair.children()):
            case [nn.Conv2d() as weights, nn.BatchNorm2d() as norm]:
                _fold(weights, norm)


@torch.no_grad()
def _fold(weights: nn.Conv2d, norm: nn.BatchNorm2d) -> None:
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    weights.weight *= scale[:, None, None, None]
    norm.running_mean *= scale
    norm.running_var *= scale**2
    norm.weight.copy_(torch.sqrt(norm.running_var + norm.eps))


class Residual(nn.Module):
    """Two 3x3 convolutions with a skip connection (He et al. 2016, arXiv 1512.03385)."""

    def __init__(self, maps_in: int, maps_out: int, stride: int = 1) -> None:
        super().__init__()
        self.first = convolution(maps_in, maps_out, stride=stride)
        self.second = convolution(maps_out, maps_out)
        short_cut: list[nn.Module] = []
        if stride > 1:
            short_cut.append(nn.AvgPool2d(stride, ceil_mode=True, count_include_pad=False))
        if maps_in != maps_out:
            short_cut.append(convolution(maps_in, maps_out, size=1))
        self.short_cut = nn.Sequential(*short_cut)

    def forward(self, maps: Tensor) -> Tensor:
        """[N, maps_in, H, W] -> [N, maps_out, H / stride, W / stride], rounded up."""
        inner = self.second(functional.relu(self.first(maps)))
        summed: Tensor = torch.add(inner, self.short_cut(maps))
        return functional.relu(summed)
