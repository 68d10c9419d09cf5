"""The music CRNN: a convolutional backbone for patches of 3 s, and GRU heads for windows."""

from collections.abc import Sequence
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from tui_player.expression.quadrants import QUADRANT_NAMES
from tui_player.models.music.genres import GENRES
from tui_player.models.music.training.backbone import FEATURES, Backbone
from tui_player.models.music.training.clips.dataset import FELT
from tui_player.models.music.training.kinds import Kinds
from tui_player.models.music.training.level import Level
from tui_player.models.music.training.likeness import Likeness
from tui_player.models.music.training.musicnn import patches_of
from tui_player.models.music.training.probe import Probe

GRU_UNITS: Final = 16
HIDDEN: Final = 256
EMBEDDING: Final = 128
DROPOUT: Final = 0.3
STRONG_DROPOUT: Final = 0.5
"""Dropout on the inputs of the GRU and of the hidden layer, and on the latter's output."""
EMBEDDING_SCALE: Final = 10.0
"""Factor on the embedding (length 1) before the output layers."""

PROBE_SHARE: Final = 1 / 3
"""Weight of the probe beside the heads."""

Outputs = dict[str, Tensor]
"""Logits or plain values by output name."""


class Head(nn.Module):
    """Predicts the outputs for a window from the backbone features of its patches.

    The pooled vector has mean and deviation over the patches, and the mean output of a
    bidirectional GRU (Choi et al. 2016, arXiv 1609.04243, have two GRU layers). Two branches
    follow: one through the embedding, which so learns similarity, and one through a wider hidden
    layer.
    """

    def __init__(self, moods: int) -> None:
        """`moods`: number of mood words; they are predicted in training only."""
        super().__init__()
        self.register_buffer("mean", torch.zeros(FEATURES))
        self.register_buffer("deviation", torch.ones(FEATURES))
        self.gru = nn.GRU(FEATURES, GRU_UNITS, batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(DROPOUT)
        self.strong_dropout = nn.Dropout(STRONG_DROPOUT)
        pooled = 2 * FEATURES + 2 * GRU_UNITS
        self.embedding = nn.Linear(pooled, EMBEDDING)
        self.hidden = nn.Linear(pooled, HIDDEN)
        sizes = {
            "quadrant": len(QUADRANT_NAMES),
            "valence_arousal": 2,
            "genre": len(GENRES),
            "moods": moods,
            "felt": len(FELT),
        }
        self.by_embedding, self.by_hidden = (
            nn.ModuleDict({name: nn.Linear(inputs, size) for name, size in sizes.items()})
            for inputs in (EMBEDDING, HIDDEN)
        )

    def standardise(self, features: Tensor) -> None:
        """Set mean and deviation of the features from `features` [all patches, F]."""
        self.mean.copy_(features.mean(dim=0))
        self.deviation.copy_(features.std(dim=0) + 1e-3)

    def forward(self, features: Tensor) -> Outputs:
        """`features` [N, P, F] -> mean of both branches, and the embedding of length 1."""
        embedding, branches = self.branches(features)
        return mean_outputs(branches) | {"embedding": embedding}

    def branches(self, features: Tensor) -> tuple[Tensor, list[Outputs]]:
        """`features` [N, P, F] -> the embedding of length 1, and the outputs of each branch."""
        pooled = self._pooled(features)
        embedding = functional.normalize(self.embedding(self.dropout(pooled)), dim=1)
        hidden = functional.gelu(self.hidden(self.strong_dropout(pooled)))
        inputs = self.dropout(EMBEDDING_SCALE * embedding), self.strong_dropout(hidden)
        layers = self.by_embedding, self.by_hidden
        branches = [
            {name: linear(values) for name, linear in by_name.items()}
            for values, by_name in zip(inputs, layers, strict=True)
        ]
        return embedding, branches

    def _pooled(self, features: Tensor) -> Tensor:
        patches = (features - self.mean) / self.deviation
        mean = patches.mean(dim=1)
        deviation = ((patches - mean[:, None]) ** 2).mean(dim=1).add(1e-5).sqrt()
        sequence, _ = self.gru(self.strong_dropout(patches))
        return torch.cat([mean, deviation, sequence.mean(dim=1)], dim=1)


def mean_outputs(branches: Sequence[Outputs]) -> Outputs:
    """Mean of each output."""
    return {
        name: torch.stack([branch[name] for branch in branches]).mean(dim=0) for name in branches[0]
    }


class Ensemble(nn.Module):
    """Heads with different initial weights, a linear probe of valence and arousal, and the kinds.

    The mean of the heads has less variance. The probe holds better on unfamiliar music.
    """

    def __init__(self, heads: Sequence[Head], probe: Probe, kinds: Kinds) -> None:
        super().__init__()
        self.heads = nn.ModuleList(heads)
        self.probe = probe
        self.kinds = kinds
        self.likeness = Likeness(len(heads) * EMBEDDING)

    def fit_likeness(self, features: Tensor) -> None:
        """Choose the embedding space by `features` [N, P, F] of music."""
        self.likeness.fit(features, self._embeddings(self._head_outputs(features)))

    def forward(self, features: Tensor) -> Outputs:
        """Same as `Head.forward`; the outputs are means over the heads."""
        outputs = self._head_outputs(features)
        mean = mean_outputs(outputs)
        signs = torch.lerp(mean["valence_arousal"], self.probe(features), PROBE_SHARE)
        embedding = self.likeness(features, self._embeddings(outputs))
        kind = self.kinds(features)
        return mean | {"valence_arousal": signs, "embedding": embedding, "kind": kind}

    def _head_outputs(self, features: Tensor) -> list[Outputs]:
        return [head(features) for head in self.heads]

    @staticmethod
    def _embeddings(outputs: Sequence[Outputs]) -> Tensor:
        return torch.cat([one["embedding"] for one in outputs], dim=1)


class MusicCRNN(nn.Module):
    """Level, backbone and ensemble."""

    def __init__(self, backbone: Backbone, ensemble: Ensemble) -> None:
        super().__init__()
        self.level = Level()
        self.backbone = backbone
        self.ensemble = ensemble

    def forward(self, log_mel: Tensor) -> Outputs:
        """`log_mel` [N, 1, 96, T], T at least 1 -> the outputs and the embedding."""
        patches = self.level(patches_of(log_mel[:, 0]))
        features = self.backbone(patches.flatten(0, 1)).reshape(log_mel.shape[0], -1, FEATURES)
        outputs: Outputs = self.ensemble(features)
        return outputs
