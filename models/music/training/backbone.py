"""The ears of the small network: what `musicnn` hears, computed in less time.

The same numbers to 1e-5 as the whole network's, of two layers: its last but one, and what comes
before that, which knows more than the fifty tags asked for. Long filters are unrolled: a step of
the convolution makes `TILE` frames at once, since two or three filters alone leave most of a
processor's lanes idle.
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
"""Filters over timbre: how many, and how many frames and bands each spans."""
RHYTHM: Final = ((3, 128), (7, 64), (17, 32))
"""Filters over time, each within a band: how many, and how many frames each spans."""
TILE: Final = 16
CHANNELS: Final = 64
"""Of the front together, and of each layer in the middle."""
STEPS: Final = 7
POOLED: Final = 2 * CHANNELS * 4
"""Loudest and mean of the front's channels and of three layers'."""
DENSE: Final = 200
"""Of the last layer but one."""
FEATURES: Final = DENSE + POOLED


class Affine(nn.Module):
    """A factor and a summand a channel: a batch normalisation whose statistics stand."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.factor = nn.Parameter(torch.ones(channels))
        self.summand = nn.Parameter(torch.zeros(channels))

    def forward(self, values: Tensor) -> Tensor:
        """[N, channels] or [N, channels, T], as it came."""
        return scaled(values, self.factor, self.summand)


def loudest_of(places: int) -> nn.MaxPool2d:
    """[N, C, T, places] -> [N, C, T, 1].

    As a pooling, since onnxruntime would put all of it in another order first for a plain maximum.
    """
    return nn.MaxPool2d((1, places))


class Timbre(nn.Module):
    """Filters over some frames and many bands, each at its loudest place."""

    def __init__(self, count: int, size: tuple[int, int]) -> None:
        super().__init__()
        self.filters = nn.Conv2d(1, count, size)
        self.loudest = loudest_of(BANDS - size[1] + 1)

    def forward(self, picture: Tensor) -> Tensor:
        """[N, 1, 187, 96] -> [N, count, 187]"""
        seen = self.filters(_padded(picture, self.filters.kernel_size[0]))
        loudest: Tensor = self.loudest(seen).squeeze(3)
        return loudest


class Rhythm(nn.Module):
    """Filters over many frames of one band, each in its loudest band.

    `unrolled` holds every filter `TILE` times, one frame later each time.
    """

    def __init__(self, count: int, frames: int) -> None:
        super().__init__()
        self.frames = frames
        size = (frames + TILE - 1, 1)
        self.unrolled = nn.Conv2d(1, TILE * count, size, stride=(TILE, 1))
        self.loudest = loudest_of(BANDS)

    def forward(self, picture: Tensor) -> Tensor:
        """[N, 1, 187, 96] -> [N, count, 187]"""
        beyond = -PATCH_FRAMES % TILE
        tiles = self.loudest(self.unrolled(_padded(picture, self.frames, beyond))).squeeze(3)
        frames: Tensor = tiles.unflatten(1, (TILE, -1)).permute(0, 2, 3, 1).flatten(2)
        return frames[:, :, :PATCH_FRAMES]


class Ears(nn.Module):
    """The small network up to what it hears in each patch."""

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
        """[N, 187, 96] -> [N, 712], the last layer but one first."""
        pooled = self._pooled(patches)
        dense = self.dense_affine(functional.relu(self.dense(pooled)))
        return torch.cat([dense, pooled], dim=1)

    def _pooled(self, patches: Tensor) -> Tensor:
        """[N, 187, 96] -> the loudest and the mean of each channel over time, [N, 512]."""
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
    """With frames of 0 at both ends, so that a filter over `frames` sees each frame as its middle;
    and `beyond` more at the end.
    """
    before = (frames - 1) // 2
    return functional.pad(picture, (0, 0, before, frames - 1 - before + beyond))


def ears_of(weights: Weights) -> Ears:
    """The ears of the whole network."""
    ears = Ears()
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
    ears.load_state_dict(state)
    return ears.eval()


def _front(place: int, kernel: Tensor, bias: Tensor, direction: Tensor) -> Weights:
    """A layer of the front.

    The whole network looks for the loudest place after its normalisation: where that turns a filter
    over (`direction` -1), it is the place where the filter says least, so the filter is turned too.
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
