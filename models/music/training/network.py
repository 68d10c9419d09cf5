"""The music CRNN: convolutions hear each 3 s, GRUs read what they heard, and heads answer."""

from collections.abc import Mapping, Sequence
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from tui_player.models.music.genres import GENRES, QUADRANT_NAMES
from tui_player.models.music.training.backbone import FEATURES, Ears
from tui_player.models.music.training.dataset import FELT
from tui_player.models.music.training.musicnn import patches_of

GRU_UNITS: Final = 16
HIDDEN: Final = 256
EMBEDDING: Final = 128
DROPOUT: Final = 0.3
MORE_DROPOUT: Final = 0.5
"""Of what the GRU and the hidden layer read, and of what the latter says."""
SHARPNESS: Final = 10.0
"""Factor on the embedding, which has length 1, before the heads."""

Answers = dict[str, Tensor]
"""By name: logits, or plain values."""


class Reader(nn.Module):
    """From what was heard in each patch of a window to answers about the window.

    Mean and deviation over the patches, beside a GRU (Choi et al. 2016, arXiv 1609.04243, put two
    behind their convolutions) that reads them both ways; its outputs' mean is kept. Of all that
    there are two opinions: one by the embedding, which so learns what is alike, and one by a hidden
    layer, which need not say it in so few numbers.
    """

    def __init__(self, moods: int) -> None:
        """`moods`: number of mood words that the network foretells but doesn't ship."""
        super().__init__()
        self.register_buffer("mean", torch.zeros(FEATURES))
        self.register_buffer("deviation", torch.ones(FEATURES))
        self.gru = nn.GRU(FEATURES, GRU_UNITS, batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(DROPOUT)
        self.more_dropout = nn.Dropout(MORE_DROPOUT)
        pooled = 2 * FEATURES + 2 * GRU_UNITS
        self.embedding = nn.Linear(pooled, EMBEDDING)
        self.hidden = nn.Linear(pooled, HIDDEN)
        asked = {
            "quadrant": len(QUADRANT_NAMES),
            "valence_arousal": 2,
            "genre": len(GENRES),
            "moods": moods,
            "felt": len(FELT),
        }
        self.by_embedding, self.by_hidden = (
            nn.ModuleDict({name: nn.Linear(inputs, size) for name, size in asked.items()})
            for inputs in (EMBEDDING, HIDDEN)
        )

    def standardise(self, heard: Tensor) -> None:
        """Learn from `heard` [all patches, F] how what is heard is spread."""
        self.mean.copy_(heard.mean(dim=0))
        self.deviation.copy_(heard.std(dim=0) + 1e-3)

    def forward(self, heard: Tensor) -> Answers:
        """`heard` [N, P, F] -> the mean of both opinions, and the embedding, of length 1."""
        embedding, opinions = self.opinions(heard)
        return means_of(opinions) | {"embedding": embedding}

    def opinions(self, heard: Tensor) -> tuple[Tensor, list[Answers]]:
        """`heard` [N, P, F] -> the embedding, of length 1, and each opinion."""
        pooled = self._pooled(heard)
        embedding = functional.normalize(self.embedding(self.dropout(pooled)), dim=1)
        hidden = functional.gelu(self.hidden(self.more_dropout(pooled)))
        asked = self.dropout(SHARPNESS * embedding), self.more_dropout(hidden)
        heads = self.by_embedding, self.by_hidden
        opinions = [
            {name: answer(inputs) for name, answer in by.items()}
            for inputs, by in zip(asked, heads, strict=True)
        ]
        return embedding, opinions

    def _pooled(self, heard: Tensor) -> Tensor:
        patches = (heard - self.mean) / self.deviation
        mean = patches.mean(dim=1)
        deviation = ((patches - mean[:, None]) ** 2).mean(dim=1).add(1e-5).sqrt()
        read, _ = self.gru(self.more_dropout(patches))
        return torch.cat([mean, deviation, read.mean(dim=1)], dim=1)


def means_of(opinions: Sequence[Answers]) -> Answers:
    """Each answer's mean."""
    return {
        name: torch.stack([opinion[name] for opinion in opinions]).mean(dim=0)
        for name in opinions[0]
    }


class Committee(nn.Module):
    """Readers that learnt from different beginnings, as one: less luck in what is said."""

    def __init__(self, readers: Sequence[Reader]) -> None:
        super().__init__()
        self.readers = nn.ModuleList(readers)
        self.register_buffer("directions", torch.zeros(len(readers) * EMBEDDING, EMBEDDING))

    def agree(self, heard: Tensor) -> None:
        """Choose the space of the embedding: those directions of the readers' spaces together that
        tell `heard` [N, P, F], N at least `EMBEDDING`, best apart.
        """
        embeddings = self._embeddings(self._said(heard))
        _, _, directions = torch.linalg.svd(embeddings, full_matrices=False)
        self.directions.copy_(directions[:EMBEDDING].T)

    def forward(self, heard: Tensor) -> Answers:
        """As a reader; the answers are the means of theirs."""
        said = self._said(heard)
        embedding = functional.normalize(self._embeddings(said) @ self.directions, dim=1)
        return means_of(said) | {"embedding": embedding}

    def _said(self, heard: Tensor) -> list[Answers]:
        return [reader(heard) for reader in self.readers]

    @staticmethod
    def _embeddings(said: Sequence[Answers]) -> Tensor:
        return torch.cat([one["embedding"] for one in said], dim=1)


class MusicCRNN(nn.Module):
    """Ears and committee together."""

    def __init__(self, ears: Ears, committee: Committee) -> None:
        super().__init__()
        self.ears = ears
        self.committee = committee

    def forward(self, log_mel: Tensor) -> Answers:
        """`log_mel` [N, 1, 96, T], any T of 1 or more -> the answers and the embedding."""
        patches = patches_of(log_mel[:, 0])
        heard = self.ears(patches.flatten(0, 1)).reshape(log_mel.shape[0], -1, FEATURES)
        said: Answers = self.committee(heard)
        return said


def quadrants_of(logits: Tensor, signs: Tensor) -> Tensor:
    """Probabilities [N, 4]: the mean of two opinions.

    One asks for the quadrant (`logits` [N, 4]), the other for the signs of valence and arousal
    (`signs` [N, 2], logits) as if they did not depend on each other.
    """
    valence, arousal = torch.sigmoid(signs).unbind(dim=1)
    by_signs = [
        valence * arousal,
        (1 - valence) * arousal,
        (1 - valence) * (1 - arousal),
        valence * (1 - arousal),
    ]
    return (torch.softmax(logits, dim=1) + torch.stack(by_signs, dim=1)) / 2


def shipped(said: Mapping[str, Tensor]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The contract's four outputs from an embedding and logits."""
    signs = said["valence_arousal"]
    return (
        said["embedding"],
        torch.sigmoid(said["genre"]),
        quadrants_of(said["quadrant"], signs),
        torch.tanh(signs / 2),
    )


class Shipped(nn.Module):
    """The contract's four outputs; `temperatures` (by output) divide their logits."""

    def __init__(self, network: MusicCRNN, temperatures: Mapping[str, float]) -> None:
        super().__init__()
        self.temperatures = dict(temperatures)
        self.network = network

    def forward(self, log_mel: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """`log_mel` [N, 1, 96, T] -> embedding, genre, quadrant, valence_arousal.

        Valence is the probability of its positive sign minus that of its negative one, 2 p - 1,
        which is tanh of half the logit; arousal likewise.
        """
        said = self.network(log_mel)
        tempered = {name: said[name] / value for name, value in self.temperatures.items()}
        return shipped(said | tempered)
