"""The convolutions of both networks."""

import torch
from torch import Tensor, nn
from torch.nn import functional


def convolution(maps_in: int, maps_out: int, size: int = 3, stride: int = 1) -> nn.Module:
    """A convolution that keeps the picture's size (divided by `stride`), and its normalisation."""
    return nn.Sequential(
        nn.Conv2d(maps_in, maps_out, size, stride, padding=size // 2, bias=False),
        nn.BatchNorm2d(maps_out),
    )


class Residual(nn.Module):
    """Two 3x3 convolutions beside a short cut (He et al. 2016, arXiv 1512.03385)."""

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
