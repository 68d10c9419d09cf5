"""Self-distillation: the network's earlier predictions soften the labels."""

from typing import Final, Protocol

import torch
from torch import Tensor

from tui_player.expression.classes import FER2013_CLASSES
from tui_player.models.emotion.classes import FERPLUS_CLASSES

FINAL_SHARE: Final = 0.7
"""Share of the network's own predictions in an original label (one annotator) at the end."""
FINAL_CROWD_SHARE: Final = 0.35
"""The same for the FER+ votes (ten annotators)."""
DECAY: Final = 0.6
"""Decay of the averaged predictions at each update."""


class SoftTargets(Protocol):
    """Soft targets: labels mixed with predictions."""

    def targets(
        self, rows: Tensor, labels: Tensor, votes: Tensor, progress: float
    ) -> tuple[Tensor, Tensor]:
        """`labels` [N, 7] and `votes` [N, 8] of the faces `rows` [N], mixed with predictions.

        `progress` grows from 0 to 1 over the training.
        """

    def update(self, rows: Tensor, fer2013: Tensor, ferplus: Tensor) -> None:
        """Store the student's logits [N, 7] and [N, 8] of the faces `rows` [N]."""

    def state(self) -> dict[str, Tensor]:
        """State for the checkpoint."""

    def restore(self, state: dict[str, Tensor]) -> None:
        """Restore the state of a checkpoint."""


class SelfDistillation:
    """Targets mixed with the network's own earlier predictions, more and more.

    Progressive self-distillation (Kim et al. 2021, arXiv 2006.12000) with predictions averaged over
    the epochs (temporal ensembling, Laine & Aila 2017, arXiv 1610.02242). One in three labels of
    FER2013 differs from the crowd's majority, and a network would overfit to them.
    """

    def __init__(self, faces: int) -> None:
        self.fer2013 = torch.zeros(faces, len(FER2013_CLASSES))
        self.ferplus = torch.zeros(faces, len(FERPLUS_CLASSES))
        self.seen = torch.zeros(faces, 1)

    def targets(
        self, rows: Tensor, labels: Tensor, votes: Tensor, progress: float
    ) -> tuple[Tensor, Tensor]:
        """`labels` [N, 7] and `votes` [N, 8] of the faces `rows` [N], mixed with predictions.

        `progress` grows from 0 to 1 over the training.
        """
        known = self.seen[rows]
        share = progress * FINAL_SHARE * known
        crowd_share = progress * FINAL_CROWD_SHARE * known
        return (
            (1 - share) * labels + share * self.fer2013[rows],
            (1 - crowd_share) * votes + crowd_share * self.ferplus[rows],
        )

    def update(self, rows: Tensor, fer2013: Tensor, ferplus: Tensor) -> None:
        """Average the logits [N, 7] and [N, 8] of the faces `rows` [N] into the predictions."""
        kept = DECAY * self.seen[rows]
        for memory, logits in ((self.fer2013, fer2013), (self.ferplus, ferplus)):
            memory[rows] = kept * memory[rows] + (1 - kept) * logits.detach().softmax(dim=1)
        self.seen[rows] = 1

    def state(self) -> dict[str, Tensor]:
        """State for the checkpoint."""
        return {"fer2013": self.fer2013, "ferplus": self.ferplus, "seen": self.seen}

    def restore(self, state: dict[str, Tensor]) -> None:
        """Restore the state of a checkpoint."""
        self.fer2013, self.ferplus, self.seen = state["fer2013"], state["ferplus"], state["seen"]
