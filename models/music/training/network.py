"""The music CRNN: convolutions over the spectrogram, then a GRU that reads it second by second."""

from collections.abc import Mapping
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from tui_player.models.music.genres import GENRES, QUADRANT_NAMES
from tui_player.models.music.spectrogram import BANDS

CHANNELS: Final = (32, 64, 128, 137)
POOLS: Final = ((2, 2), (3, 3), (4, 2), (4, 2))
"""Bands and frames that each block takes together: all 96 bands, 24 frames (0.96 s)."""
HIDDEN: Final = 68
EMBEDDING: Final = 128
DROPOUT: Final = 0.1
HEAD_DROPOUT: Final = 0.4


class MusicCRNN(nn.Module):
    """The embedding of a window, before it is normalised.

    The shape is that of Choi et al. 2016 (arXiv 1609.04243): four 3x3 convolutions with batch
    normalisation, ReLU, pooling and dropout, then two GRU layers of 68. It differs where that
    saves: fewer maps while the picture is large, and a GRU that reads 30 steps, both ways, whose
    mean over time (with that of the maps) is kept instead of its last value.
    """

    def __init__(self) -> None:
        super().__init__()
        self.bands = nn.BatchNorm1d(BANDS)
        layers: list[nn.Module] = []
        for before, maps, pool in zip((1, *CHANNELS), CHANNELS, POOLS, strict=False):
            layers += [
                nn.Conv2d(before, maps, 3, padding=1, bias=False),
                nn.MaxPool2d(pool),  # first, so that the layers after it have less to do
                nn.BatchNorm2d(maps),
                nn.ReLU(inplace=True),
                nn.Dropout2d(DROPOUT),
            ]
        self.convolutions = nn.Sequential(*layers)
        self.gru = nn.GRU(
            CHANNELS[-1], HIDDEN, 2, batch_first=True, bidirectional=True, dropout=DROPOUT
        )
        self.embedding = nn.Linear(2 * HIDDEN + CHANNELS[-1], EMBEDDING)

    def forward(self, log_mel: Tensor) -> Tensor:
        """`log_mel` [N, 1, 96, T], T at least 24 -> [N, 128]."""
        picture = self.bands(log_mel[:, 0])[:, None]
        picture = picture.contiguous(memory_format=torch.channels_last)
        steps = self.convolutions(picture).float().squeeze(2).transpose(1, 2)
        with torch.autocast("cpu", enabled=False):
            heard, _ = self.gru(steps)
            return self.embedding(torch.cat([heard.mean(dim=1), steps.mean(dim=1)], dim=1))


class Heads(nn.Module):
    """What is asked of the embedding: the shipped outputs, and more while it learns."""

    def __init__(self, moods: int, felt: int, teacher: int) -> None:
        super().__init__()
        self.dropout = nn.Dropout(HEAD_DROPOUT)
        self.genre = nn.Linear(EMBEDDING, len(GENRES))
        self.quadrant = nn.Linear(EMBEDDING, len(QUADRANT_NAMES))
        self.valence_arousal = nn.Linear(EMBEDDING, 2)
        self.moods = nn.Linear(EMBEDDING, moods)
        self.felt = nn.Linear(EMBEDDING, felt)
        self.teacher = nn.Linear(EMBEDDING, teacher)

    def forward(self, embedding: Tensor) -> dict[str, Tensor]:
        """[N, 128] -> logits by name; `felt` and `teacher` are plain values."""
        kept = self.dropout(embedding)
        return {
            "genre": self.genre(kept),
            "quadrant": self.quadrant(kept),
            "valence_arousal": self.valence_arousal(kept),
            "moods": self.moods(kept),
            "felt": self.felt(kept),
            "teacher": self.teacher(embedding),
        }


class Student(nn.Module):
    """Network and heads together, as they are trained."""

    def __init__(self, moods: int, felt: int, teacher: int) -> None:
        super().__init__()
        self.body = MusicCRNN()
        self.heads = Heads(moods, felt, teacher)

    def forward(self, log_mel: Tensor) -> dict[str, Tensor]:
        """`log_mel` [N, 1, 96, T] -> logits and values by name."""
        return self.heads(self.body(log_mel))


class Shipped(nn.Module):
    """The contract's four outputs; `temperatures` (by output) divide their logits."""

    def __init__(self, student: Student, temperatures: Mapping[str, float]) -> None:
        super().__init__()
        self.temperatures = dict(temperatures)
        self.body = student.body
        self.heads = student.heads

    def forward(self, log_mel: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """`log_mel` [N, 1, 96, T] -> embedding, genre, quadrant, valence_arousal.

        Valence is the probability of its positive sign minus that of its negative one, 2 p - 1,
        which is tanh of half the logit; arousal likewise.
        """
        embedding = self.body(log_mel)
        signs = self.heads.valence_arousal(embedding)
        return (
            functional.normalize(embedding, dim=1),
            torch.sigmoid(self.heads.genre(embedding) / self.temperatures["genre"]),
            torch.softmax(self.heads.quadrant(embedding) / self.temperatures["quadrant"], dim=1),
            torch.tanh(signs / (2 * self.temperatures["valence_arousal"])),
        )
