"""The teacher's ears, thinned out: what `musicnn` hears at a third of the work.

Its front looks at every second frame and every second band alone, what lies between is
interpolated, and its layers learn to make up for that: they shall say what the whole network says
(distillation, Hinton et al. 2015, arXiv 1503.02531), of every patch, whatever its label.
"""

from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from tui_player.models.music.training.musicnn import (
    FRONT,
    MIDDLE,
    PATCH_FRAMES,
    Weights,
    affine_of,
    convolution_of,
    dense_of,
    padded,
    scaled,
)

EVERY_FRAME: Final = 2
EVERY_BAND: Final = 2
FILTERS: Final = ((23, (7, 38)), (14, (7, 67)), (3, (128, 1)), (7, (64, 1)), (17, (32, 1)))
"""Of the front: how many, and how many frames and bands each spans."""
CHANNELS: Final = 64
"""Of the front together, and of each layer in the middle."""
STEPS: Final = 7
FEATURES: Final = 200
POOLED: Final = 2 * CHANNELS * 4
"""Loudest and mean of the front's channels and of three layers'."""


class Affine(nn.Module):
    """A factor and a summand a channel: a batch normalisation whose statistics stand."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.factor = nn.Parameter(torch.ones(channels))
        self.summand = nn.Parameter(torch.zeros(channels))

    def forward(self, values: Tensor) -> Tensor:
        """[N, channels] or [N, channels, T], as it came."""
        return scaled(values, self.factor, self.summand)


class Ears(nn.Module):
    """The small network up to what it hears in each patch."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = Affine(1)
        stride = (EVERY_FRAME, EVERY_BAND)
        self.front = nn.ModuleList(nn.Conv2d(1, count, size, stride) for count, size in FILTERS)
        self.front_affine = Affine(CHANNELS)
        self.middle = nn.ModuleList(
            nn.Conv1d(CHANNELS, CHANNELS, STEPS, padding=STEPS // 2) for _ in MIDDLE
        )
        self.middle_affine = nn.ModuleList(Affine(CHANNELS) for _ in MIDDLE)
        self.dense = nn.Linear(POOLED, FEATURES)
        self.dense_affine = Affine(FEATURES)
        self.register_buffer("between", _interpolation(), persistent=False)

    def forward(self, patches: Tensor) -> Tensor:
        """[N, 187, 96] -> [N, 200]"""
        heard: Tensor = self.dense_affine(functional.relu(self.dense(self.pooled(patches))))
        return heard

    def pooled(self, patches: Tensor) -> Tensor:
        """[N, 187, 96] -> the loudest and the mean of each channel over time, [N, 512]."""
        picture = self.picture(patches[:, None])
        seen = torch.cat([_loudest_band(filters, picture) for filters in self.front], dim=1)
        layers = [self.front_affine(functional.relu(seen)) @ self.between]
        for convolution, affine in zip(self.middle, self.middle_affine, strict=True):
            maps = affine(functional.relu(convolution(layers[-1])))
            layers.append(maps + layers[-1] if len(layers) > 1 else maps)
        features = torch.cat(layers, dim=1)
        return torch.cat([features.amax(dim=2), features.mean(dim=2)], dim=1)


def _loudest_band(filters: nn.Module, picture: Tensor) -> Tensor:
    """[N, 1, 187, 96] -> [N, filters, 94]: frames beyond the ends are 0."""
    maps: Tensor = filters(padded(picture, filters.weight))
    return maps.amax(dim=3)


def _interpolation() -> Tensor:
    """[94, 187]: a row a frame that is looked at, a column a frame; straight lines in between."""
    frames = torch.arange(PATCH_FRAMES) / EVERY_FRAME
    seen = torch.arange(-(-PATCH_FRAMES // EVERY_FRAME))
    return (1 - (seen[:, None] - frames.clamp(max=len(seen) - 1)).abs()).clamp(min=0)


def thinned(weights: Weights) -> Ears:
    """Ears with the teacher's own weights, which don't fit what is left out yet."""
    ears = Ears()
    state: Weights = {}
    for place, number in enumerate(FRONT):
        state |= _named(f"front.{place}", convolution_of(number, weights))
    for place, number in enumerate(MIDDLE):
        kernel, bias = convolution_of(number, weights)
        state |= _named(f"middle.{place}", (kernel[:, 0].transpose(1, 2), bias))
        state |= _named_affine(f"middle_affine.{place}", affine_of(number + 1, weights))
    fronts = [affine_of(number + 1, weights) for number in FRONT]
    factor, summand = (torch.cat(parts) for parts in zip(*fronts, strict=True))
    state |= _named_affine("picture", affine_of(0, weights))
    state |= _named_affine("front_affine", (factor, summand))
    state |= _named("dense", dense_of(weights))
    state |= _named_affine("dense_affine", affine_of(10, weights))
    ears.load_state_dict(state)
    return ears


def _named(name: str, layer: tuple[Tensor, Tensor]) -> Weights:
    return {f"{name}.weight": layer[0], f"{name}.bias": layer[1]}


def _named_affine(name: str, affine: tuple[Tensor, Tensor]) -> Weights:
    return {f"{name}.factor": affine[0], f"{name}.summand": affine[1]}
