"""What a webcam does to a face: turned, nearer, darker, noisy, blurred, small, partly covered."""

import math
from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

FURTHEST_TURN = math.radians(25)
FURTHEST_ZOOM = math.log(1.3)
MAX_SHIFT = 0.12
"""Of half the picture's side."""
DEGRADED = 0.4
"""Share of the faces that get one of the degradations."""
COVERED = 0.2
WEAKER_FROM = 0.8
"""Share of the training after which faces are varied less and less."""
WEAKEST = 0.4
BEYOND_THE_EDGE = ("border", "border", "reflection", "zeros")
"""What stands where a moved face shows more than the picture had, by chance for each batch."""


def augment(faces: Tensor, generator: torch.Generator, strength: float = 1.0) -> Tensor:
    """A random variant of each of `faces` [N, 1, 48, 48], 0..255.

    `strength` scales how far faces are moved and how many are covered or degraded.
    """
    faces = _gamma_and_gain(_move(faces, generator, strength), generator)
    faces = _where(COVERED * strength, _cover(faces, generator), faces, generator)
    degraded = _degrade(faces, generator)
    return _where(DEGRADED * strength, degraded, faces, generator).clamp(0, 255).round()


def strength_at(progress: float) -> float:
    """Full for most of a training, weaker towards its end (as YOLOX, arXiv 2107.08430, does).

    What a network sees last should look like the faces that it will be shown.
    """
    beyond = max(0.0, progress - WEAKER_FROM) / (1 - WEAKER_FROM)
    return 1 + (WEAKEST - 1) * beyond


def _uniform(low: float, high: float, size: int, generator: torch.Generator) -> Tensor:
    """[N, 1, 1, 1] numbers between `low` and `high`."""
    return torch.rand(size, 1, 1, 1, generator=generator) * (high - low) + low


def _mostly_small(furthest: float, size: int, generator: torch.Generator) -> Tensor:
    """[N] numbers up to `furthest` either way, half of them within a quarter of it."""
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
    angle = _mostly_small(FURTHEST_TURN * strength, n, generator)
    zoom = torch.exp(_mostly_small(FURTHEST_ZOOM * strength, n, generator))
    mirror = (torch.rand(n, generator=generator) < 0.5).float() * 2 - 1
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0] = torch.cos(angle) * zoom * mirror
    theta[:, 0, 1] = -torch.sin(angle) * zoom
    theta[:, 1, 0] = torch.sin(angle) * zoom * mirror
    theta[:, 1, 1] = torch.cos(angle) * zoom
    theta[:, :, 2] = (torch.rand(n, 2, generator=generator) * 2 - 1) * MAX_SHIFT * strength
    grid = functional.affine_grid(theta, list(faces.shape), align_corners=False)
    beyond = BEYOND_THE_EDGE[int(torch.randint(len(BEYOND_THE_EDGE), (), generator=generator))]
    return functional.grid_sample(faces, grid, padding_mode=beyond, align_corners=False)


def _gamma_and_gain(faces: Tensor, generator: torch.Generator) -> Tensor:
    gamma = torch.exp(_uniform(-0.3, 0.3, len(faces), generator))
    return 255 * (faces.clamp(0, 255) / 255) ** gamma * _uniform(0.7, 1.2, len(faces), generator)


def _cover(faces: Tensor, generator: torch.Generator) -> Tensor:
    """A grey rectangle over a part (random erasing, Zhong et al., arXiv 1708.04896)."""
    n, _, height, width = faces.shape
    side = torch.randint(6, 20, (2, n, 1, 1, 1), generator=generator)
    corner = torch.randint(-4, height - 6, (2, n, 1, 1, 1), generator=generator)
    rows, columns = torch.arange(height)[:, None], torch.arange(width)
    inside = (rows >= corner[0]) & (rows < corner[0] + side[0])
    inside = inside & (columns >= corner[1]) & (columns < corner[1] + side[1])
    return torch.where(inside, _uniform(0, 255, n, generator), faces)


def _degrade(faces: Tensor, generator: torch.Generator) -> Tensor:
    """Each face blurred, or small, or dark, or noisy."""
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
    """The face as it is when the listener sits far away."""
    side = int(torch.randint(18, 37, (), generator=generator))
    small = functional.interpolate(faces, size=side, mode="area")
    return functional.interpolate(small, faces.shape[2:], mode="bilinear", align_corners=False)


def _darken(faces: Tensor, generator: torch.Generator) -> Tensor:
    """A dim room: little light, and the noise of a sensor that strains."""
    sigma = _uniform(0, 6, len(faces), generator)
    dim = faces * _uniform(0.15, 0.6, len(faces), generator)
    return dim + torch.randn(faces.shape, generator=generator) * sigma


def _noise(faces: Tensor, generator: torch.Generator) -> Tensor:
    sigma = _uniform(2, 14, len(faces), generator)
    return faces + torch.randn(faces.shape, generator=generator) * sigma
