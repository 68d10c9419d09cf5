"""What happens to a recording before it is heard: another window, speed, pitch, tone, loudness."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

STRETCH = (0.9, 1.11)
MAX_BAND_SHIFT = 2
"""Bands up or down: about two semitones around 500 Hz, less above."""
MAX_GAIN_DB = 8.0
MAX_TONE_DB = 6.0
MASKS = 2
MAX_MASKED_BANDS = 14
MAX_MASKED_SHARE = 0.1
"""Of a window's frames."""


@dataclass(frozen=True)
class Cut:
    """A window of a clip: frames `start` to `stop` of its log-mel."""

    start: int
    stop: int


def random_cut(frames: int, wanted: int, generator: torch.Generator) -> Cut:
    """Where a window of about `wanted` of `frames` begins, and how fast it will run."""
    stretch = math.exp(_uniform(math.log(STRETCH[0]), math.log(STRETCH[1]), generator))
    length = min(frames, round(wanted * stretch))
    start = int(torch.randint(frames - length + 1, (1,), generator=generator))
    return Cut(start, start + length)


def resampled(window: Tensor, frames: int) -> Tensor:
    """A log-mel `window` [96, T] played faster or slower, [96, `frames`]."""
    return functional.interpolate(window[None], size=frames, mode="linear")[0]


def augment(windows: Tensor, generator: torch.Generator) -> Tensor:
    """A random variant of each of `windows` [N, 96, T]."""
    windows = torch.stack([_shifted(window, generator) for window in windows])
    windows = _toned(windows, generator)
    for window in windows:
        _mask(window, generator)
    return windows


def _uniform(low: float, high: float, generator: torch.Generator) -> float:
    return low + (high - low) * float(torch.rand(1, generator=generator))


def _shifted(window: Tensor, generator: torch.Generator) -> Tensor:
    """Up or down by some bands; the outermost band is repeated."""
    shift = int(torch.randint(-MAX_BAND_SHIFT, MAX_BAND_SHIFT + 1, (1,), generator=generator))
    bands = (torch.arange(len(window)) - shift).clamp(0, len(window) - 1)
    return window[bands]


def _toned(windows: Tensor, generator: torch.Generator) -> Tensor:
    """Louder or softer, with a smooth curve over the bands as an equaliser makes it."""
    n, bands, _ = windows.shape
    gain_db = (torch.rand(n, 1, 1, generator=generator) * 2 - 1) * MAX_GAIN_DB
    points_db = (torch.rand(n, 1, 5, generator=generator) * 2 - 1) * MAX_TONE_DB
    curve_db = functional.interpolate(points_db, size=bands, mode="linear", align_corners=True)
    factor = 10 ** ((gain_db + curve_db) / 10)
    power = torch.expm1(windows * math.log(10))  # times the compression
    return torch.log1p(power * factor.transpose(1, 2)) / math.log(10)


def _mask(window: Tensor, generator: torch.Generator) -> None:
    """SpecAugment (arXiv 1904.08779), in place: some bands and frames take the window's mean."""
    mean = window.mean()
    for _ in range(MASKS):
        band, bands = _stripe(window.shape[0], MAX_MASKED_BANDS, generator)
        window[band : band + bands] = mean
        longest = round(MAX_MASKED_SHARE * window.shape[1])
        frame, frames = _stripe(window.shape[1], longest, generator)
        window[:, frame : frame + frames] = mean


def _stripe(size: int, widest: int, generator: torch.Generator) -> tuple[int, int]:
    width = int(torch.randint(widest + 1, (1,), generator=generator))
    return int(torch.randint(size - width + 1, (1,), generator=generator)), width
