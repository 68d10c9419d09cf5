"""Augmentation as by a webcam: rotate, zoom, darken, add noise, blur, shrink, cover a part."""

import math
from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

MAX_ROTATION = math.radians(25)
MAX_LOG_ZOOM = math.log(1.3)
MAX_SHIFT = 0.12
"""As a share of half the picture's side."""
DEGRADED_SHARE = 0.4
"""Share of the faces with one degradation: blur, low resolution, darkness or noise."""
COVERED_SHARE = 0.2
WEAKENS_FROM = 0.8
"""Progress of the training, 0..1, from which the augmentation weakens."""
FINAL_STRENGTH = 0.4
PADDING_MODES = ("border", "border", "reflection", "zeros")
"""Padding beyond the picture's edge; one mode is drawn at random for each batch."""


def augment(faces: Tensor, generator: torch.Generator, strength: float = 1.0) -> Tensor:
    """A random variant of each of `faces` [N, 1, 48, 48], 0..255.

    `strength` scales the size of moves and the share of covered or degraded faces.
    """
    faces = _gamma_and_gain(_move(faces, generator, strength), generator)
    faces = _where(COVERED_SHARE * strength, _cover(faces, generator), faces, generator)
    degraded = _degrade(faces, generator)
    return _where(DEGRADED_SHARE * strength, degraded, faces, generator).clamp(0, 255).round()


def strength_at(progress: float) -> float:
    """Augmentation strength: 1 for most of the training, weaker towards its end.

    As in YOLOX (arXiv 2107.08430), the last training faces should resemble real input.
    """
    beyond = max(0.0, progress - WEAKENS_FROM) / (1 - WEAKENS_FROM)
    return 1 + (FINAL_STRENGTH - 1) * beyond


def _uniform(low: float, high: float, size: int, generator: torch.Generator) -> Tensor:
    """[N, 1, 1, 1] numbers between `low` and `high`."""
    return torch.rand(size, 1, 1, 1, generator=generator) * (high - low) + low


def _mostly_small(furthest: float, size: int, generator: torch.Generator) -> Tensor:
    """[N] numbers from -`furthest` to `furthest`, more than half of them within a quarter of it."""
    return (
        _uniform(-1, 1, size, generator).flatten()
        * torch.rand(size, generator=generator)
        * (furthest)
    )


def _where(share: float, changed: Tensor, faces: Tensor, generator: torch.Generator) -> Tensor:
    return torch.where(_uniform(0, 1, len(faces), generator) < share, changed, faces)


def _move(faces: Tensor, generator: torch.Generator, strength: float) -> Tensor:
    """Mirror, rotate, zoom and shift."""
    n = len(faces)
    angle = _mostly_small(MAX_ROTATION * strength, n, generator)
    zoom = torch.exp(_mostly_small(MAX_LOG_ZOOM * strength, n, generator))
    mirror = (torch.rand(n, generator=generator) < 0.5).float() * 2 - 1
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0] = torch.cos(angle) * zoom * mirror
    theta[:, 0, 1] = -torch.sin(angle) * zoom
    theta[:, 1, 0] = torch.sin(angle) * zoom * mirror
    theta[:, 1, 1] = torch.cos(angle) * zoom
    theta[:, :, 2] = (torch.rand(n, 2, generator=generator) * 2 - 1) * MAX_SHIFT * strength
    grid = functional.affine_grid(theta, list(faces.shape), align_corners=False)
    beyond = PADDING_MODES[int(torch.randint(len(PADDING_MODES), (), generator=generator))]
    return functional.grid_sample(faces, grid, padding_mode=beyond, align_corners=False)


def _gamma_and_gain(faces: Tensor, generator: torch.Generator) -> Tensor:
    gamma = torch.exp(_uniform(-0.3, 0.3, len(faces), generator))
    return 255 * (faces.clamp(0, 255) / 255) ** gamma * _uniform(0.7, 1.2, len(faces), generator)


def _cover(faces: Tensor, generator: torch.Generator) -> Tensor:
    """Cover a part with a grey rectangle (random erasing, Zhong et al., arXiv 1708.04896)."""
    n, _, height, width = faces.shape
    side = torch.randint(6, 20, (2, n, 1, 1, 1), generator=generator)
    corner = torch.randint(-4, height - 6, (2, n, 1, 1, 1), generator=generator)
    rows, columns = torch.arange(height)[:, None], torch.arange(width)
    inside = (rows >= corner[0]) & (rows < corner[0] + side[0])
    inside = inside & (columns >= corner[1]) & (columns < corner[1] + side[1])
    return torch.where(inside, _uniform(0, 255, n, generator), faces)


def _degrade(faces: Tensor, generator: torch.Generator) -> Tensor:
    """Degrade each face: blur, low resolution, darkness or noise."""
    kinds: list[Callable[[Tensor, torch.Generator], Tensor]] = [_blur, _shrink, _darken, _noise]
    kind = torch.randint(len(kinds), (len(faces),), generator=generator)
    degraded = faces.clone()
    for number, change in enumerate(kinds):
        chosen = kind == number
        if chosen.any():
            degraded[chosen] = change(faces[chosen], generator)
    return degraded


def _blur(faces: Tensor, generator: torch.Generator) -> Tensor:
    sigma = float(_uniform(0.5, 1.5, 1, generator))
    kernel = torch.exp(-(torch.arange(-3.0, 4.0) ** 2) / (2 * sigma**2))
    kernel = kernel / kernel.sum()
    padded = functional.pad(faces, (3, 3, 3, 3), "replicate")
    return functional.conv2d(padded, (kernel[:, None] * kernel)[None, None])


def _shrink(faces: Tensor, generator: torch.Generator) -> Tensor:
    """Low resolution, as for a listener far away."""
    side = int(torch.randint(18, 37, (), generator=generator))
    small = functional.interpolate(faces, size=side, mode="area")
    return functional.interpolate(small, faces.shape[2:], mode="bilinear", align_corners=False)


def _darken(faces: Tensor, generator: torch.Generator) -> Tensor:
    """A dim room: little light, and the sensor noise of a high gain."""
    sigma = _uniform(0, 6, len(faces), generator)
    dim = faces * _uniform(0.15, 0.6, len(faces), generator)
    return dim + torch.randn(faces.shape, generator=generator) * sigma


def _noise(faces: Tensor, generator: torch.Generator) -> Tensor:
    sigma = _uniform(2, 14, len(faces), generator)
    return faces + torch.randn(faces.shape, generator=generator) * sigma
