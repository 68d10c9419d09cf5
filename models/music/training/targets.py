"""Labels as tensors, and the loss of each thing that the network is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional

from tui_player.models.music.genres import GENRES
from tui_player.models.music.training.dataset import (
    NO_QUADRANT,
    Clip,
    standardised_felt,
)
from tui_player.models.music.training.lessons import Batch

LABEL_SMOOTHING: Final = 0.1
LOSS_WEIGHTS: Final = {
    "quadrant": 0.7,
    "judged quadrant": 0.7,
    "valence_arousal": 0.35,
    "judged signs": 0.35,
    "genre": 1.5,
    "judged genre": 1.5,
    "moods": 2.0,
    "felt": 0.6,
    "judged felt": 0.6,
    "teacher": 1.0,
    "alike": 5.0,
}
"""The binary ones are small by themselves, since most answers are no."""
SIGNS: Final = ((1.0, 1.0), (0.0, 1.0), (0.0, 0.0), (1.0, 0.0))
"""Of valence and arousal in Q1..Q4."""


@dataclass(frozen=True)
class Labels:
    """Row by row what is known of each clip; NaN where nothing is."""

    quadrant: Tensor
    """[N], `NO_QUADRANT` where unknown."""
    genre: Tensor
    """[N, G]."""
    rock_or_pop: Tensor
    """[N] bool."""
    moods: Tensor
    """[N, M]."""
    felt: Tensor
    """[N, 9], standardised."""

    def of(self, rows: Tensor) -> "Labels":
        """Those of some rows."""
        return Labels(
            self.quadrant[rows],
            self.genre[rows],
            self.rock_or_pop[rows],
            self.moods[rows],
            self.felt[rows],
        )


def labels_of(clips: Sequence[Clip], words: Sequence[str]) -> Labels:
    """The labels of `clips`, with the mood words `words`."""
    moods = [
        [float(word in clip.moods) if clip.moods else float("nan") for word in words]
        for clip in clips
    ]
    return Labels(
        torch.tensor([clip.quadrant for clip in clips]),
        torch.tensor([clip.genres for clip in clips]),
        torch.tensor([clip.rock_or_pop for clip in clips]),
        torch.tensor(moods),
        torch.from_numpy(standardised_felt(clips)),
    )


def loss(said: dict[str, Tensor], labels: Labels, batch: Batch) -> Tensor:
    """The weighted sum over everything that is asked."""
    judged = batch.judged
    parts = by_label(said, labels) | {
        "judged quadrant": functional.cross_entropy(said["quadrant"], judged.quadrant),
        "judged signs": _binary_loss(
            said["valence_arousal"], judged.quadrant @ torch.tensor(SIGNS)
        ),
        "judged genre": _binary_loss(said["genre"], judged.genre),
        "judged felt": functional.mse_loss(said["felt"], judged.felt),
        "teacher": functional.mse_loss(said["teacher"], batch.heard),
        "alike": _alike_loss(
            said["embedding"],
            batch.heard,
            _informed(judged.quadrant, _as_probabilities(labels.quadrant)),
            _informed(judged.genre.nan_to_num(), labels.genre),
        ),
    }
    return torch.stack([LOSS_WEIGHTS[name] * part for name, part in parts.items()]).sum()


def by_label(said: dict[str, Tensor], labels: Labels) -> dict[str, Tensor]:
    """The losses that tables have labels for."""
    return {
        "quadrant": _quadrant_loss(said["quadrant"], labels.quadrant),
        "valence_arousal": _sign_loss(said["valence_arousal"], labels.quadrant),
        "genre": _genre_loss(said["genre"], labels),
        "moods": _binary_loss(said["moods"], labels.moods),
        "felt": _known_mean((said["felt"] - labels.felt.nan_to_num()) ** 2, labels.felt),
    }


def _alike_loss(embedding: Tensor, heard: Tensor, quadrant: Tensor, genre: Tensor) -> Tensor:
    """What sounds alike to the teacher, and is of the same mood and genre, shall lie side by side.

    Relational distillation (Park et al. 2019, arXiv 1904.05068), with cosines as the relation: a
    third each what is heard, the mood and the genre.
    """
    kinds = (heard, _unusual(quadrant), _unusual(genre))
    alike = torch.stack([_cosines(kind) for kind in kinds]).mean(dim=0)
    difference = embedding @ embedding.T - alike
    return (difference**2).sum() / (len(heard) * (len(heard) - 1))


def _informed(judged: Tensor, labels: Tensor) -> Tensor:
    """Half by the label where there is one."""
    return torch.where(labels.isnan(), judged, (judged + labels.nan_to_num()) / 2)


def _as_probabilities(quadrant: Tensor) -> Tensor:
    """[N] quadrants -> [N, 4], NaN where unknown."""
    known = functional.one_hot(quadrant.clamp(min=0), len(SIGNS)).float()
    return known.masked_fill((quadrant == NO_QUADRANT)[:, None], torch.nan)


def _unusual(probabilities: Tensor) -> Tensor:
    """What sets each row of [N, C] apart from the others."""
    return probabilities - probabilities.mean(dim=0)


def _cosines(values: Tensor) -> Tensor:
    directions = functional.normalize(values, dim=1)
    return directions @ directions.T


def _known_mean(values: Tensor, labels: Tensor) -> Tensor:
    """Mean of `values` where `labels` is known; 0 where it nowhere is."""
    known = ~labels.isnan()
    return (values * known).sum() / known.sum().clamp(min=1)


def _quadrant_loss(logits: Tensor, quadrant: Tensor) -> Tensor:
    known = quadrant != NO_QUADRANT
    if not known.any():
        return logits.sum() * 0
    return functional.cross_entropy(logits[known], quadrant[known], label_smoothing=LABEL_SMOOTHING)


def _sign_loss(logits: Tensor, quadrant: Tensor) -> Tensor:
    signs = torch.tensor(SIGNS)[quadrant.clamp(min=0)]
    signs[quadrant == NO_QUADRANT] = float("nan")
    return _binary_loss(logits, signs)


def _binary_loss(logits: Tensor, labels: Tensor) -> Tensor:
    losses = functional.binary_cross_entropy_with_logits(
        logits, labels.nan_to_num(), reduction="none"
    )
    return _known_mean(losses, labels)


def _genre_loss(logits: Tensor, labels: Labels) -> Tensor:
    """Where a clip is "Pop/Rock", it is asked only that not both be unlikely."""
    known = _binary_loss(logits, labels.genre)
    neither = functional.logsigmoid(-logits[:, [GENRES.index("Rock"), GENRES.index("Pop")]])
    either = -torch.log1p(-torch.exp(neither.sum(dim=1)).clamp(max=1 - 1e-4))
    return known + (either * labels.rock_or_pop).sum() / labels.genre.numel()
