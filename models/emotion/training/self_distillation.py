"""What the network said of each training face before, as a second opinion on its label."""

from typing import Final, Protocol

import torch
from torch import Tensor

from tui_player.expression.classes import FER2013_CLASSES
from tui_player.models.emotion.classes import FERPLUS_CLASSES

SHARE_AT_THE_END: Final = 0.7
"""Of the original label, one person's guess, that the network's own answers replace."""
CROWD_SHARE_AT_THE_END: Final = 0.35
"""The same of the crowd's votes, ten people's."""
KEPT: Final = 0.6
"""Of the earlier answers, at each new one."""


class Opinions(Protocol):
    """Second opinions on the labels of all training faces."""

    def targets(
        self, rows: Tensor, labels: Tensor, votes: Tensor, progress: float
    ) -> tuple[Tensor, Tensor]:
        """Of the faces `rows` [N]: `labels` [N, 7] and `votes` [N, 8], both mixed with opinions.

        `progress` grows from 0 to 1 over the training.
        """

    def remember(self, rows: Tensor, fer2013: Tensor, ferplus: Tensor) -> None:
        """Take in the learner's logits [N, 7] and [N, 8] of the faces `rows` [N]."""

    def state(self) -> dict[str, Tensor]:
        """What a checkpoint keeps."""

    def restore(self, state: dict[str, Tensor]) -> None:
        """Take up `state` again."""


class Recollection:
    """Targets that lean on the network's own earlier answers as it learns.

    Progressive self-distillation (Kim et al. 2021, arXiv 2006.12000) on answers averaged over the
    epochs (temporal ensembling, Laine & Aila 2017, arXiv 1610.02242): one in three labels of
    FER2013 is not what a crowd sees, and a network that must repeat them learns them by heart.
    """

    def __init__(self, faces: int) -> None:
        self.fer2013 = torch.zeros(faces, len(FER2013_CLASSES))
        self.ferplus = torch.zeros(faces, len(FERPLUS_CLASSES))
        self.seen = torch.zeros(faces, 1)

    def targets(
        self, rows: Tensor, labels: Tensor, votes: Tensor, progress: float
    ) -> tuple[Tensor, Tensor]:
        """Of the faces `rows` [N]: `labels` [N, 7] and `votes` [N, 8], both mixed with memory.

        `progress` grows from 0 to 1 over the training.
        """
        known = self.seen[rows]
        share = progress * SHARE_AT_THE_END * known
        crowd_share = progress * CROWD_SHARE_AT_THE_END * known
        return (
            (1 - share) * labels + share * self.fer2013[rows],
            (1 - crowd_share) * votes + crowd_share * self.ferplus[rows],
        )

    def remember(self, rows: Tensor, fer2013: Tensor, ferplus: Tensor) -> None:
        """Take in the logits [N, 7] and [N, 8] of the faces `rows` [N]."""
        kept = KEPT * self.seen[rows]
        for memory, logits in ((self.fer2013, fer2013), (self.ferplus, ferplus)):
            memory[rows] = kept * memory[rows] + (1 - kept) * logits.detach().softmax(dim=1)
        self.seen[rows] = 1

    def state(self) -> dict[str, Tensor]:
        """What a checkpoint keeps."""
        return {"fer2013": self.fer2013, "ferplus": self.ferplus, "seen": self.seen}

    def restore(self, state: dict[str, Tensor]) -> None:
        """Take up `state` again."""
        self.fer2013, self.ferplus, self.seen = state["fer2013"], state["ferplus"], state["seen"]
