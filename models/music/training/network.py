"""The music CRNN: a convolutional backbone for patches of 3 s, and GRU heads for windows."""

from collections.abc import Mapping, Sequence
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from tui_player.expression.quadrants import QUADRANT_NAMES
from tui_player.models.music.genres import GENRES
from tui_player.models.music.training.backbone import FEATURES, Backbone
from tui_player.models.music.training.dataset import FELT
from tui_player.models.music.training.musicnn import patches_of

GRU_UNITS: Final = 16
HIDDEN: Final = 256
EMBEDDING: Final = 128
DROPOUT: Final = 0.3
STRONG_DROPOUT: Final = 0.5
"""Dropout on the inputs of the GRU and of the hidden layer, and on the latter's output."""
EMBEDDING_SCALE: Final = 10.0
"""Factor on the embedding (length 1) before the output layers."""

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
    """Heads with different initial weights; their mean has less variance."""

    def __init__(self, heads: Sequence[Head]) -> None:
        super().__init__()
        self.readers = nn.ModuleList(heads)  # the name is a checkpoint key
        self.register_buffer("directions", torch.zeros(len(heads) * EMBEDDING, EMBEDDING))

    def fit_directions(self, features: Tensor) -> None:
        """Choose the embedding space: the main directions (SVD) of the heads' joined embeddings.

        `features` [N, P, F] has at least `EMBEDDING` windows.
        """
        embeddings = self._embeddings(self._head_outputs(features))
        _, _, directions = torch.linalg.svd(embeddings, full_matrices=False)
        self.directions.copy_(directions[:EMBEDDING].T)

    def forward(self, features: Tensor) -> Outputs:
        """Same as `Head.forward`; the outputs are means over the heads."""
        outputs = self._head_outputs(features)
        embedding = functional.normalize(self._embeddings(outputs) @ self.directions, dim=1)
        return mean_outputs(outputs) | {"embedding": embedding}

    def _head_outputs(self, features: Tensor) -> list[Outputs]:
        return [head(features) for head in self.readers]

    @staticmethod
    def _embeddings(outputs: Sequence[Outputs]) -> Tensor:
        return torch.cat([one["embedding"] for one in outputs], dim=1)


class MusicCRNN(nn.Module):
    """Backbone and ensemble; the attribute names are checkpoint keys."""

    def __init__(self, backbone: Backbone, ensemble: Ensemble) -> None:
        super().__init__()
        self.ears = backbone
        self.committee = ensemble

    def forward(self, log_mel: Tensor) -> Outputs:
        """`log_mel` [N, 1, 96, T], T at least 1 -> the outputs and the embedding."""
        patches = patches_of(log_mel[:, 0])
        features = self.ears(patches.flatten(0, 1)).reshape(log_mel.shape[0], -1, FEATURES)
        outputs: Outputs = self.committee(features)
        return outputs


def quadrants_of(logits: Tensor, signs: Tensor) -> Tensor:
    """Probabilities [N, 4] of the quadrants: the mean of two estimates.

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


def shipped(outputs: Mapping[str, Tensor]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The four outputs of the ONNX file from an embedding and logits."""
    signs = outputs["valence_arousal"]
    return (
        outputs["embedding"],
        torch.sigmoid(outputs["genre"]),
        quadrants_of(outputs["quadrant"], signs),
        torch.tanh(signs / 2),
    )


class Shipped(nn.Module):
    """The network with the four outputs of the ONNX file; `temperatures` divide the logits."""

    def __init__(self, network: MusicCRNN, temperatures: Mapping[str, float]) -> None:
        super().__init__()
        self.temperatures = dict(temperatures)
        self.network = network

    def forward(self, log_mel: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """`log_mel` [N, 1, 96, T] -> embedding, genre, quadrant, valence_arousal.

        Valence is the probability of a positive sign minus that of a negative sign: 2 p - 1, which
        equals tanh of half the logit. Arousal has the same form.
        """
        outputs = self.network(log_mel)
        tempered = {name: outputs[name] / value for name, value in self.temperatures.items()}
        return shipped(outputs | tempered)
