"""Labels as tensors, and the loss of each output."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional

from tui_player.models.music.genres import GENRES
from tui_player.models.music.training.clips.dataset import (
    NO_QUADRANT,
    Clip,
    felt_signs,
    standardised_felt,
)
from tui_player.models.music.training.kinds import NOT_MUSIC

LABEL_SMOOTHING: Final = 0.1


@dataclass(frozen=True)
class Labels:
    """Labels of clips, one per row; NaN if unknown."""

    quadrant: Tensor
    """[N], `NO_QUADRANT` if unknown."""
    genre: Tensor
    """[N, G]."""
    rock_or_pop: Tensor
    """[N] bool."""
    moods: Tensor
    """[N, M]."""
    felt: Tensor
    """[N, 9], standardised."""
    signs: Tensor
    """[N, 2], 1 for positive valence or arousal, 0 for negative; between for mixed feelings."""
    kind: Tensor
    """[N, 2], 1 for speech or noise."""

    def of(self, rows: Tensor) -> "Labels":
        """The labels of the given rows."""
        return Labels(
            self.quadrant[rows],
            self.genre[rows],
            self.rock_or_pop[rows],
            self.moods[rows],
            self.felt[rows],
            self.signs[rows],
            self.kind[rows],
        )


def labels_of(clips: Sequence[Clip], words: Sequence[str]) -> Labels:
    """Labels of `clips`; `words` are the mood words."""
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
        signs_of(clips),
        torch.tensor([[float(clip.kind == kind) for kind in NOT_MUSIC] for clip in clips]),
    )


def signs_of(clips: Sequence[Clip]) -> Tensor:
    """[N, 2] signs in 0..1: as labelled, else by what listeners felt; NaN if unknown."""
    labelled = torch.tensor([clip.signs for clip in clips])
    return torch.where(labelled.isnan(), torch.from_numpy(felt_signs(clips)), labelled)


def losses_by_output(outputs: dict[str, Tensor], labels: Labels) -> dict[str, Tensor]:
    """The loss of each output with labels."""
    return {
        "quadrant": _quadrant_loss(outputs["quadrant"], labels.quadrant),
        "valence_arousal": _binary_loss(outputs["valence_arousal"], labels.signs),
        "genre": _genre_loss(outputs["genre"], labels),
        "moods": _binary_loss(outputs["moods"], labels.moods),
        "felt": _known_mean((outputs["felt"] - labels.felt.nan_to_num()) ** 2, labels.felt),
    }


def _known_mean(values: Tensor, labels: Tensor) -> Tensor:
    """Mean of `values` over known `labels`; 0 if none is known."""
    known = ~labels.isnan()
    return (values * known).sum() / known.sum().clamp(min=1)


def _quadrant_loss(logits: Tensor, quadrant: Tensor) -> Tensor:
    known = quadrant != NO_QUADRANT
    if not known.any():
        return logits.sum() * 0
    return functional.cross_entropy(logits[known], quadrant[known], label_smoothing=LABEL_SMOOTHING)


def _binary_loss(logits: Tensor, labels: Tensor) -> Tensor:
    losses = functional.binary_cross_entropy_with_logits(
        logits, labels.nan_to_num(), reduction="none"
    )
    return _known_mean(losses, labels)


def _genre_loss(logits: Tensor, labels: Labels) -> Tensor:
    """Genre loss; a "Pop/Rock" clip only needs a high probability of Rock or Pop."""
    known = _binary_loss(logits, labels.genre)
    neither = functional.logsigmoid(-logits[:, [GENRES.index("Rock"), GENRES.index("Pop")]])
    either = -torch.log1p(-torch.exp(neither.sum(dim=1)).clamp(max=1 - 1e-4))
    return known + (either * labels.rock_or_pop).sum() / labels.genre.numel()
