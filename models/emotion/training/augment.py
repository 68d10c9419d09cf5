"""What a webcam does to a face: turned, nearer, darker, noisy, blurred, partly covered."""

import math

import torch
from torch import Tensor
from torch.nn import functional

MAX_ROTATION = math.radians(18)
ZOOM = (0.82, 1.22)
MAX_SHIFT = 0.1
"""Of half the picture's side."""


def augment(faces: Tensor, generator: torch.Generator) -> Tensor:
    """A random variant of each of `faces` [N, 1, 48, 48], 0..255."""
    faces = _move(faces, generator)
    faces = _where(0.15, _blur(faces), faces, generator)
    faces = _where(0.15, _low_resolution(faces), faces, generator)
    faces = _light(faces, generator)
    return _cover(faces, generator)


def _uniform(low: float, high: float, size: int, generator: torch.Generator) -> Tensor:
    return torch.rand(size, generator=generator) * (high - low) + low


def _where(share: float, changed: Tensor, faces: Tensor, generator: torch.Generator) -> Tensor:
    chosen = torch.rand(len(faces), 1, 1, 1, generator=generator) < share
    return torch.where(chosen, changed, faces)


def _move(faces: Tensor, generator: torch.Generator) -> Tensor:
    """Mirror, rotate, zoom and shift."""
    n = len(faces)
    angle = _uniform(-MAX_ROTATION, MAX_ROTATION, n, generator)
    zoom = torch.exp(_uniform(math.log(ZOOM[0]), math.log(ZOOM[1]), n, generator))
    mirror = (torch.rand(n, generator=generator) < 0.5).float() * 2 - 1
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0] = torch.cos(angle) * zoom * mirror
    theta[:, 0, 1] = -torch.sin(angle) * zoom
    theta[:, 1, 0] = torch.sin(angle) * zoom * mirror
    theta[:, 1, 1] = torch.cos(angle) * zoom
    theta[:, :, 2] = (torch.rand(n, 2, generator=generator) * 2 - 1) * MAX_SHIFT
    grid = functional.affine_grid(theta, list(faces.shape), align_corners=False)
    return functional.grid_sample(faces, grid, padding_mode="border", align_corners=False)


def _blur(faces: Tensor) -> Tensor:
    kernel = torch.tensor([0.24, 0.52, 0.24])
    kernel = (kernel[:, None] * kernel[None, :])[None, None]
    return functional.conv2d(functional.pad(faces, (1, 1, 1, 1), "replicate"), kernel)


def _low_resolution(faces: Tensor) -> Tensor:
    small = functional.interpolate(faces, scale_factor=0.5, mode="area")
    return functional.interpolate(small, scale_factor=2.0, mode="bilinear", align_corners=False)


def _light(faces: Tensor, generator: torch.Generator) -> Tensor:
    """Gamma and gain for all, sensor noise for a third; rounded to whole grey levels."""
    n = len(faces)
    gamma = torch.exp(_uniform(-0.4, 0.4, n, generator))[:, None, None, None]
    faces = 255 * (faces.clamp(0, 255) / 255) ** gamma
    gain = torch.where(
        torch.rand(n, generator=generator) < 0.25,
        _uniform(0.2, 0.7, n, generator),
        _uniform(0.7, 1.2, n, generator),
    )
    sigma = (torch.rand(n, generator=generator) < 0.33) * _uniform(0, 11, n, generator)
    noise = torch.randn(faces.shape, generator=generator) * sigma[:, None, None, None]
    return (faces * gain[:, None, None, None] + noise).clamp(0, 255).round()


def _cover(faces: Tensor, generator: torch.Generator) -> Tensor:
    """A grey rectangle over a part of a fifth of the faces (random erasing, arXiv 1708.04896)."""
    n, _, height, width = faces.shape
    side = torch.randint(6, 20, (n, 2), generator=generator)
    corner = torch.randint(-4, height - 6, (n, 2), generator=generator)
    rows, columns = torch.arange(height)[None, :, None], torch.arange(width)[None, None, :]
    top, left = corner[:, 0, None, None], corner[:, 1, None, None]
    inside = (
        (rows >= top)
        & (rows < top + side[:, 0, None, None])
        & (columns >= left)
        & (columns < left + side[:, 1, None, None])
    )
    grey = _uniform(0, 255, n, generator)[:, None, None]
    covered = torch.where(inside, grey, faces[:, 0])[:, None]
    return _where(0.2, covered, faces, generator)
