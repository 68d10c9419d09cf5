"""The face CRNN: residual convolutions over the picture, then a GRU that reads it row by row."""

from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor, nn

from tui_player.models.emotion.classes import FER2013_CLASSES, FERPLUS_CLASSES
from tui_player.models.training.residual import Residual, convolution

STEM_CHANNELS = 32
ROW_CHANNELS = 64
ROWS = 6
DROPOUT = 0.3


@dataclass(frozen=True)
class Shape:
    """How wide a network is, and which way it reads a face."""

    channels: tuple[int, int, int]
    """Maps at 24x24, 12x12 and 6x6."""
    hidden: int
    """Of each GRU."""
    reads_columns: bool = False
    """From cheek to cheek, instead of from forehead to chin."""


ROW_READER: Final = Shape((32, 96, 224), hidden=128)
COLUMN_READER: Final = Shape((24, 64, 128), hidden=88, reads_columns=True)


class EmotionCRNN(nn.Module):
    """Logits for both label sets from raw grey faces.

    The order of the parts follows Choi et al. 2016 (arXiv 1609.04243): 3x3 convolutions with batch
    normalisation and pooling, then two GRU layers, then the output. A 48x48 face halved three times
    leaves six rows, or columns, which is the sequence that the GRU reads, there and back.
    """

    def __init__(self, shape: Shape = ROW_READER) -> None:
        super().__init__()
        self.sequence_axis = 3 if shape.reads_columns else 2
        layers: list[nn.Module] = [
            convolution(1, STEM_CHANNELS),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(2),
        ]
        channels = STEM_CHANNELS
        for block, wider in enumerate(shape.channels):
            layers += [Residual(channels, wider, 2 if block else 1), Residual(wider, wider)]
            channels = wider
        layers += [convolution(channels, ROW_CHANNELS, size=1), nn.ReLU(inplace=True)]
        self.convolutions = nn.Sequential(*layers)
        hidden = shape.hidden
        self.gru = nn.GRU(ROW_CHANNELS * ROWS, hidden, 2, batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(DROPOUT)
        self.fer2013 = nn.Linear(2 * hidden, len(FER2013_CLASSES))
        self.ferplus = nn.Linear(2 * hidden, len(FERPLUS_CLASSES))

    def forward(self, faces: Tensor) -> tuple[Tensor, Tensor]:
        """`faces` [N, 1, 48, 48], 0..255 -> logits [N, 7] and [N, 8]."""
        maps = self.convolutions(standardise(faces))
        lines = maps.float().movedim(self.sequence_axis, 1).flatten(2)
        with torch.autocast("cpu", enabled=False):
            sequence, _ = self.gru(lines)
        features = self.dropout(sequence.mean(dim=1))
        return self.fer2013(features), self.ferplus(features)


def standardise(faces: Tensor) -> Tensor:
    """Each face to mean 0 and deviation 1, so that a dim room changes little."""
    mean = faces.mean(dim=(2, 3), keepdim=True)
    variance = ((faces - mean) ** 2).mean(dim=(2, 3), keepdim=True)
    return (faces - mean) / torch.sqrt(variance + 1.0)
