"""The backbone of the music network: the features of `musicnn`, computed in less time.

The features equal those of the original network to 1e-5. They come from two layers: the last but
one, and the pooled layer before it, which has more information than the fifty tags need. Long
filters are unrolled: one step of the convolution computes `TILE` frames at once. Two or three
filters alone would leave most SIMD lanes of a processor idle.
"""

from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from tui_player.models.music.spectrogram import BANDS
from tui_player.models.music.training.musicnn import (
    FRONT,
    MIDDLE,
    PATCH_FRAMES,
    Weights,
    affine_of,
    convolution_of,
    dense_of,
    scaled,
)

TIMBRE: Final = ((23, (7, 38)), (14, (7, 67)))
"""Timbre filters: count, and size in frames and bands."""
RHYTHM: Final = ((3, 128), (7, 64), (17, 32))
"""Rhythm filters, each within one band: count, and size in frames."""
TILE: Final = 16
CHANNELS: Final = 64
"""Channels of the whole front, and of each middle layer."""
STEPS: Final = 7
POOLED: Final = 2 * CHANNELS * 4
"""Maximum and mean of each channel of the front and of three middle layers."""
DENSE: Final = 200
"""Size of the last layer but one."""
FEATURES: Final = DENSE + POOLED


class Affine(nn.Module):
    """A factor and a summand per channel: batch normalisation with fixed statistics."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.factor = nn.Parameter(torch.ones(channels))
        self.summand = nn.Parameter(torch.zeros(channels))

    def forward(self, values: Tensor) -> Tensor:
        """[N, channels] or [N, channels, T] -> the same shape."""
        return scaled(values, self.factor, self.summand)


def max_pool_over(places: int) -> nn.MaxPool2d:
    """[N, C, T, places] -> [N, C, T, 1].

    A pooling layer is faster than a plain maximum: onnxruntime would transpose the tensor first.
    """
    return nn.MaxPool2d((1, places))


class Timbre(nn.Module):
    """Filters over some frames and many bands, with the maximum over the bands."""

    def __init__(self, count: int, size: tuple[int, int]) -> None:
        super().__init__()
        self.filters = nn.Conv2d(1, count, size)
        self.loudest = max_pool_over(BANDS - size[1] + 1)

    def forward(self, picture: Tensor) -> Tensor:
        """[N, 1, 187, 96] -> [N, count, 187]"""
        seen = self.filters(_padded(picture, self.filters.kernel_size[0]))
        loudest: Tensor = self.loudest(seen).squeeze(3)
        return loudest


class Rhythm(nn.Module):
    """Filters over many frames of one band, with the maximum over the bands.

    `unrolled` has `TILE` copies of every filter, each shifted by one more frame.
    """

    def __init__(self, count: int, frames: int) -> None:
        super().__init__()
        self.frames = frames
        size = (frames + TILE - 1, 1)
        self.unrolled = nn.Conv2d(1, TILE * count, size, stride=(TILE, 1))
        self.loudest = max_pool_over(BANDS)

    def forward(self, picture: Tensor) -> Tensor:
        """[N, 1, 187, 96] -> [N, count, 187]"""
        beyond = -PATCH_FRAMES % TILE
        tiles = self.loudest(self.unrolled(_padded(picture, self.frames, beyond))).squeeze(3)
        frames: Tensor = tiles.unflatten(1, (TILE, -1)).permute(0, 2, 3, 1).flatten(2)
        return frames[:, :, :PATCH_FRAMES]


class Backbone(nn.Module):
    """The music network from the log-mel patches to the features of each patch."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = Affine(1)
        self.front = nn.ModuleList(
            [*(Timbre(*each) for each in TIMBRE), *(Rhythm(*each) for each in RHYTHM)]
        )
        self.direction = nn.Parameter(torch.ones(CHANNELS))
        self.front_affine = Affine(CHANNELS)
        self.middle = nn.ModuleList(
            nn.Conv1d(CHANNELS, CHANNELS, STEPS, padding=STEPS // 2) for _ in MIDDLE
        )
        self.middle_affine = nn.ModuleList(Affine(CHANNELS) for _ in MIDDLE)
        self.dense = nn.Linear(POOLED, DENSE)
        self.dense_affine = Affine(DENSE)
        self.requires_grad_(False)

    def forward(self, patches: Tensor) -> Tensor:
        """[N, 187, 96] -> [N, 712]: first the last layer but one, then the pooled layer."""
        pooled = self._pooled(patches)
        dense = self.dense_affine(functional.relu(self.dense(pooled)))
        return torch.cat([dense, pooled], dim=1)

    def _pooled(self, patches: Tensor) -> Tensor:
        """[N, 187, 96] -> maximum and mean of each channel over time, [N, 512]."""
        picture = self.picture(patches[:, None])
        seen = torch.cat([filters(picture) for filters in self.front], dim=1)
        seen = functional.relu(seen * self.direction[:, None])
        layers = [self.front_affine(seen)]
        for convolution, affine in zip(self.middle, self.middle_affine, strict=True):
            maps = affine(functional.relu(convolution(layers[-1])))
            layers.append(maps + layers[-1] if len(layers) > 1 else maps)
        features = torch.cat(layers, dim=1)
        return torch.cat([features.amax(dim=2), features.mean(dim=2)], dim=1)


def _padded(picture: Tensor, frames: int, beyond: int = 0) -> Tensor:
    """Pad with zero frames so that a filter over `frames` is centred on each frame.

    The end gets `beyond` more frames.
    """
    before = (frames - 1) // 2
    return functional.pad(picture, (0, 0, before, frames - 1 - before + beyond))


def backbone_of(weights: Weights) -> Backbone:
    """The backbone with the weights of musicnn."""
    backbone = Backbone()
    fronts = [affine_of(number + 1, weights) for number in FRONT]
    factor, summand = (torch.cat(parts) for parts in zip(*fronts, strict=True))
    direction = torch.where(factor < 0, -1.0, 1.0)
    state: Weights = {"direction": direction}
    counts = [len(of_layer[0]) for of_layer in fronts]
    for place, (number, signs) in enumerate(zip(FRONT, direction.split(counts), strict=True)):
        state |= _front(place, *convolution_of(number, weights), signs)
    for place, number in enumerate(MIDDLE):
        kernel, bias = convolution_of(number, weights)
        state |= _named(f"middle.{place}", (kernel[:, 0].transpose(1, 2), bias))
        state |= _named_affine(f"middle_affine.{place}", affine_of(number + 1, weights))
    state |= _named_affine("picture", affine_of(0, weights))
    state |= _named_affine("front_affine", (factor, summand))
    state |= _named("dense", dense_of(weights))
    state |= _named_affine("dense_affine", affine_of(10, weights))
    backbone.load_state_dict(state)
    return backbone.eval()


def _front(place: int, kernel: Tensor, bias: Tensor, direction: Tensor) -> Weights:
    """A layer of the front.

    The original network takes the maximum after its normalisation. A negative factor there
    (`direction` -1) turns the maximum into a minimum, so the filter's sign is changed too.
    """
    kernel, bias = kernel * direction[:, None, None, None], bias * direction
    if place < len(TIMBRE):
        return _named(f"front.{place}.filters", (kernel, bias))
    later = [functional.pad(kernel, (0, 0, by, TILE - 1 - by)) for by in range(TILE)]
    return _named(f"front.{place}.unrolled", (torch.cat(later), bias.repeat(TILE)))


def _named(name: str, layer: tuple[Tensor, Tensor]) -> Weights:
    return {f"{name}.weight": layer[0], f"{name}.bias": layer[1]}


def _named_affine(name: str, affine: tuple[Tensor, Tensor]) -> Weights:
    return {f"{name}.factor": affine[0], f"{name}.summand": affine[1]}
