"""The outputs of the ONNX file from the logits of the network."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor, nn

from tui_player.models.music.training.network import MusicCRNN

DOUBT: Final = math.pi / math.sqrt(3)
"""Standard deviation of the logistic distribution."""
OTHER_DOUBT: Final = 0.15
"""Deviation of a surely heard place, as listeners differ."""
NOISE_QUADRANTS: Final = (0.1, 0.1, 0.2, 0.6)
"""Moods of noise and nature: most of it soothes."""
NOISE_PLACE: Final = (0.2, -0.4)
NO_PLACE: Final = (0.0, 0.0)
NO_QUADRANT: Final = (0.25, 0.25, 0.25, 0.25)
"""Speech has no mood of music."""

Constants = tuple[float, ...]
Shares = tuple[Tensor, Tensor, Tensor]
"""Probabilities of music, speech and noise, each [N, 1]; they sum to 1."""


@dataclass(frozen=True)
class Calibration:
    """Constants fitted on clips that the networks of the folds have not met."""

    temperatures: Mapping[str, float]
    """Divisors of the logits of `quadrant`, `valence_arousal` and `genre`."""
    degrees: tuple[float, float]
    """Divisors of the logits of valence and arousal on the way to a place."""
    doubts: tuple[float, float] = (1.0, 1.0)
    """Factors of the deviations of valence and arousal."""


def quadrants_of(logits: Tensor, signs: Tensor) -> Tensor:
    """Probabilities [N, 4] of the quadrants of music: the mean of two estimates.

    One comes from the quadrant logits (`logits` [N, 4]). The other comes from the logits of
    positive valence and arousal (`signs` [N, 2]), taken as independent.
    """
    valence, arousal = torch.sigmoid(signs).unbind(dim=1)
    by_signs = [
        valence * arousal,
        (1 - valence) * arousal,
        (1 - valence) * (1 - arousal),
        valence * (1 - arousal),
    ]
    return (torch.softmax(logits, dim=1) + torch.stack(by_signs, dim=1)) / 2


def shares_of(kind: Tensor) -> Shares:
    """Shares of music, speech and noise from the logits of speech and noise, [N, 2]."""
    speech, noise = torch.sigmoid(kind).unbind(dim=1)
    most = (speech + noise).clamp(min=1)
    speech, noise = (speech / most)[:, None], (noise / most)[:, None]
    return 1 - speech - noise, speech, noise


def mixed(shares: Shares, music: Tensor, speech: Constants, noise: Constants) -> Tensor:
    """`music` [N, K] where it is music, else the constants."""
    of_music, of_speech, of_noise = shares
    return of_music * music + of_speech * torch.tensor(speech) + of_noise * torch.tensor(noise)


def places_of(
    signs: Tensor, degrees: Sequence[float], temperature: float, doubts: Sequence[float]
) -> tuple[Tensor, Tensor]:
    """Expected valence and arousal of music [N, 2] and their standard deviations [N, 2].

    `signs` are logits. A logit is a place on a scale where the labels' noise is logistic with the
    width `temperature`. So it is linear in the degree of valence or arousal, where the probability
    of a sign saturates. `degrees` bring both axes to the usual spread of ratings. `doubts` bring
    the deviations to the errors that were measured.
    """
    scale = torch.tensor(degrees)
    places = torch.tanh(signs / scale)
    doubt = (1 - places**2) * DOUBT * temperature / scale
    return places, torch.tensor(doubts) * torch.sqrt(OTHER_DOUBT**2 + doubt**2)


class Shipped(nn.Module):
    """The network with the outputs of the ONNX file."""

    def __init__(self, network: MusicCRNN, calibration: Calibration) -> None:
        super().__init__()
        self.calibration = calibration
        self.network = network

    def forward(self, log_mel: Tensor) -> tuple[Tensor, ...]:
        """`log_mel` [N, 1, 96, T] -> the tensors of `embedder.OUTPUTS`."""
        return shipped(self.network(log_mel), self.calibration)


def shipped(outputs: Mapping[str, Tensor], calibration: Calibration) -> tuple[Tensor, ...]:
    """The tensors of `embedder.OUTPUTS` from the embedding and the logits."""
    temperatures = calibration.temperatures
    logits = {name: outputs[name] / value for name, value in temperatures.items()}
    shares = shares_of(outputs["kind"])
    places, deviations = places_of(
        outputs["valence_arousal"],
        calibration.degrees,
        temperatures["valence_arousal"],
        calibration.doubts,
    )
    quadrants = quadrants_of(logits["quadrant"], logits["valence_arousal"])
    return (
        outputs["embedding"],
        torch.sigmoid(logits["genre"]),
        mixed(shares, quadrants, NO_QUADRANT, NOISE_QUADRANTS),
        mixed(shares, places, NO_PLACE, NOISE_PLACE),
        deviations,
        shares[1],
        shares[2],
    )
