"""The same recording heard otherwise: begun elsewhere, louder or softer, with another tone."""

import math
from typing import Final
from zlib import crc32

import torch
from torch import Tensor
from torch.nn import functional

from tui_player.models.music.training.musicnn import PATCH_FRAMES, patches_of

VIEWS: Final = 6
"""Of a clip; the first is the clip as it is."""
MAX_GAIN_DB: Final = 8.0
MAX_TONE_DB: Final = 6.0
TONE_POINTS: Final = 5


def view(log_mel: Tensor, name: str, number: int) -> Tensor:
    """The patches [P, 187, 96] of view `number` of the clip called `name`, the same at every call.

    0 is the clip as it is; every other one begins up to a patch later, half of them with another
    tone as well.
    """
    if number == 0:
        return patches_of(log_mel[None])[0]
    generator = torch.Generator().manual_seed(crc32(f"{name} {number}".encode()))
    begin = int(torch.randint(PATCH_FRAMES, (1,), generator=generator))
    begun = log_mel[:, min(begin, log_mel.shape[1] - PATCH_FRAMES) :]
    heard = _toned(begun, generator) if number % 2 else begun
    return patches_of(heard[None])[0]


def _toned(log_mel: Tensor, generator: torch.Generator) -> Tensor:
    """Louder or softer, with a smooth curve over the bands as an equaliser makes it."""
    gain_db = (torch.rand(1, generator=generator) * 2 - 1) * MAX_GAIN_DB
    points_db = (torch.rand(1, 1, TONE_POINTS, generator=generator) * 2 - 1) * MAX_TONE_DB
    curve_db = functional.interpolate(
        points_db, size=len(log_mel), mode="linear", align_corners=True
    )
    factor = 10 ** ((gain_db + curve_db[0, 0]) / 10)
    power = torch.expm1(log_mel * math.log(10))  # times the compression
    return torch.log1p(power * factor[:, None]) / math.log(10)
