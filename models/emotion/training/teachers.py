"""What earlier networks say of each training face, as a second opinion on its label."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from tui_player.models.emotion.training.evaluate import predict

SHARE: Final = 0.7
"""Of the original label, one person's guess, that the teachers' answers replace."""
CROWD_SHARE: Final = 0.5
"""Of the crowd's votes, ten people's."""


class Teachers:
    """Targets that lean on the averaged answers of trained networks.

    Knowledge distillation (Hinton et al. 2015, arXiv 1503.02531) from networks of the same kind
    (born-again networks, Furlanello et al. 2018, arXiv 1805.04770). They look at the face as it is,
    the learner at a variant of it that is harder to read.
    """

    def __init__(self, models: Sequence[Path], images: NDArray[np.uint8], share: float) -> None:
        """Ask the networks in the ONNX files `models` about `images` [N, 48, 48].

        `share` of the original labels is then replaced by what they say.
        """
        answers = [predict(model, images) for model in models]
        fer2013, ferplus = (np.mean(several, axis=0) for several in zip(*answers, strict=True))
        self._fer2013, self._ferplus = torch.from_numpy(fer2013), torch.from_numpy(ferplus)
        self._share = share

    def targets(
        self, rows: Tensor, labels: Tensor, votes: Tensor, progress: float
    ) -> tuple[Tensor, Tensor]:
        """Of the faces `rows` [N]: `labels` [N, 7] and `votes` [N, 8], both mixed with answers.

        `progress` changes nothing: teachers know what they know from the start.
        """
        return (
            (1 - self._share) * labels + self._share * self._fer2013[rows],
            (1 - CROWD_SHARE) * votes + CROWD_SHARE * self._ferplus[rows],
        )

    def remember(self, rows: Tensor, fer2013: Tensor, ferplus: Tensor) -> None:
        """Nothing: they do not learn from their pupil."""

    def state(self) -> dict[str, Tensor]:
        """Nothing: they can be asked again."""
        return {}

    def restore(self, state: dict[str, Tensor]) -> None:
        """Nothing either."""
