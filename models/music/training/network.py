"""The music CRNN: convolutions over the spectrogram, then a GRU that reads it step by step."""

from collections.abc import Mapping
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from tui_player.models.music.genres import GENRES, QUADRANT_NAMES
from tui_player.models.music.spectrogram import BANDS
from tui_player.models.training.residual import Residual, convolution

STEM_MAPS: Final = 32
MAPS: Final = (48, 96, 192)
"""Of the residual blocks, each of which halves bands and frames."""
BANDS_LEFT: Final = 6
STEP_MAPS: Final = 48
HIDDEN: Final = 128
EMBEDDING: Final = 128
DROPOUT: Final = 0.1
HEAD_DROPOUT: Final = 0.2
SHARPNESS: Final = 10.0
"""Factor on the embedding, which has length 1, before the heads."""
HEARD: Final = 4 * HIDDEN + BANDS_LEFT * STEP_MAPS


class MusicCRNN(nn.Module):
    """What is heard in a window, before anything is asked.

    The order of the parts is that of Choi et al. 2016 (arXiv 1609.04243): 3x3 convolutions with
    batch normalisation and pooling, then two GRU layers. Bands and frames are halved four times,
    most of the work being done where the picture is small already; the GRU reads steps of 0.64 s,
    both ways, and mean and deviation of its outputs over time are kept instead of its last value.
    """

    def __init__(self) -> None:
        super().__init__()
        self.bands = nn.BatchNorm1d(BANDS)
        small, middle, large = MAPS
        self.convolutions = nn.Sequential(
            convolution(1, STEM_MAPS),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(2, ceil_mode=True),
            Residual(STEM_MAPS, small, 2),
            Residual(small, middle, 2),
            Residual(middle, middle),
            Residual(middle, large, 2),
            Residual(large, large),
            nn.Dropout2d(DROPOUT),
            convolution(large, STEP_MAPS, size=1),
            nn.ReLU(inplace=True),
        )
        self.gru = nn.GRU(
            STEP_MAPS * BANDS_LEFT, HIDDEN, 2, batch_first=True, bidirectional=True, dropout=DROPOUT
        )

    def forward(self, log_mel: Tensor) -> Tensor:
        """`log_mel` [N, 1, 96, T] -> [N, HEARD]."""
        picture = self.bands(log_mel[:, 0])[:, None]
        picture = picture.contiguous(memory_format=torch.channels_last)
        steps = self.convolutions(picture).float().flatten(1, 2).transpose(1, 2)
        with torch.autocast("cpu", enabled=False):
            read, _ = self.gru(steps)
            mean = read.mean(dim=1, keepdim=True)
            deviation = ((read - mean) ** 2).mean(dim=1).add(1e-5).sqrt()
            return torch.cat([mean[:, 0], deviation, steps.mean(dim=1)], dim=1)


class Heads(nn.Module):
    """What is asked: the shipped outputs, and more while the network learns."""

    def __init__(self, moods: int, felt: int, teacher: int) -> None:
        super().__init__()
        self.dropout = nn.Dropout(HEAD_DROPOUT)
        self.embedding = nn.Linear(HEARD, EMBEDDING)
        self.genre = nn.Linear(EMBEDDING, len(GENRES))
        self.quadrant = nn.Linear(EMBEDDING, len(QUADRANT_NAMES))
        self.valence_arousal = nn.Linear(EMBEDDING, 2)
        self.moods = nn.Linear(EMBEDDING, moods)
        self.felt = nn.Linear(EMBEDDING, felt)
        self.teacher = nn.Linear(HEARD, teacher)

    def forward(self, heard: Tensor) -> dict[str, Tensor]:
        """[N, HEARD] -> the embedding, of length 1, and by name logits or plain values."""
        embedding = functional.normalize(self.embedding(heard), dim=1)
        asked = self.dropout(SHARPNESS * embedding)
        return {
            "embedding": embedding,
            "genre": self.genre(asked),
            "quadrant": self.quadrant(asked),
            "valence_arousal": self.valence_arousal(asked),
            "moods": self.moods(asked),
            "felt": self.felt(asked),
            "teacher": self.teacher(heard),
        }


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


class Student(nn.Module):
    """Network and heads together, as they are trained."""

    def __init__(self, moods: int, felt: int, teacher: int) -> None:
        super().__init__()
        self.body = MusicCRNN()
        self.heads = Heads(moods, felt, teacher)

    def forward(self, log_mel: Tensor) -> dict[str, Tensor]:
        """`log_mel` [N, 1, 96, T] -> embedding, logits and values by name."""
        answers: dict[str, Tensor] = self.heads(self.body(log_mel))
        return answers


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

    def __init__(self, student: Student, temperatures: Mapping[str, float]) -> None:
        super().__init__()
        self.temperatures = dict(temperatures)
        self.student = student

    def forward(self, log_mel: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """`log_mel` [N, 1, 96, T] -> embedding, genre, quadrant, valence_arousal.

        Valence is the probability of its positive sign minus that of its negative one, 2 p - 1,
        which is tanh of half the logit; arousal likewise.
        """
        said = self.student(log_mel)
        tempered = {name: said[name] / value for name, value in self.temperatures.items()}
        return shipped(said | tempered)
