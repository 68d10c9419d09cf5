"""Calibrate the network with a temperature for each output (Guo et al., arXiv 1706.04599).

The temperatures are fitted on the networks of the other folds, which have the same recipe as the
shipped one, and on artists outside their training. A temperature changes no ranking.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from tui_player.models.music.training.clips.dataset import NO_QUADRANT, Clip
from tui_player.models.music.training.clips.features import ClipFeatures
from tui_player.models.music.training.clips.labels import signs_of
from tui_player.models.music.training.network import Ensemble

TEMPERATURES: Final = np.geomspace(0.3, 8.0, 200).tolist()

DEGREE: Final = 2.0
"""tanh(x / 2) of a standard normal x has the deviation 0.42, about that of rated songs."""
CALIBRATED: Final = ("quadrant", "valence_arousal", "genre")

Logits = dict[str, Tensor]


def logits_of(ensemble: Ensemble, clip_features: Sequence[ClipFeatures]) -> Logits:
    """Logits of `ensemble` for each calibrated output."""
    with torch.inference_mode():
        outputs = [ensemble(one.features[None]) for one in clip_features]
    return {name: torch.cat([one[name] for one in outputs]) for name in CALIBRATED}


def fit_temperatures(logits: Logits, clips: Sequence[Clip]) -> dict[str, float]:
    """The best temperature of each output, from logits of clips outside the training."""
    quadrant = torch.tensor([clip.quadrant for clip in clips])
    genre = torch.tensor([clip.genres for clip in clips])
    mood, known = quadrant != NO_QUADRANT, ~genre.isnan()
    signs = signs_of(clips)
    sure = ~signs.isnan()
    by_quadrant = [
        functional.cross_entropy(logits["quadrant"][mood] / t, quadrant[mood]).item()
        for t in TEMPERATURES
    ]
    return {
        "quadrant": _best(by_quadrant),
        "valence_arousal": _best_binary(logits["valence_arousal"][sure], signs[sure]),
        "genre": _best_binary(logits["genre"][known], genre[known]),
    }


def fit_degrees(logits: Tensor) -> tuple[float, float]:
    """The divisors that give both axes the usual spread, from logits [N, 2] of music."""
    valence, arousal = (DEGREE * logits.std(dim=0)).tolist()
    return round(valence, 3), round(arousal, 3)


def fit_doubts(places: Tensor, deviations: Tensor, felt: Tensor) -> tuple[float, float]:
    """The factors that bring stated deviations to the errors of valence and arousal.

    All are [N, 2]; `felt` are the places that listeners felt, NaN if nobody was asked.
    """
    known = ~felt.isnan().any(dim=1)
    errors = ((places - felt)[known] ** 2).mean(dim=0)
    valence, arousal = (errors / (deviations[known] ** 2).mean(dim=0)).sqrt().tolist()
    return round(valence, 3), round(arousal, 3)


def _best_binary(logits: Tensor, labels: Tensor) -> float:
    loss = functional.binary_cross_entropy_with_logits
    return _best([loss(logits / t, labels).item() for t in TEMPERATURES])


def _best(losses: Sequence[float]) -> float:
    return round(TEMPERATURES[int(np.argmin(losses))], 3)
