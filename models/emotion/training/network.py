"""The face CRNN: convolutions over the picture, then a GRU that reads the face row by row."""

import torch
from torch import Tensor, nn

from tui_player.models.emotion.classes import FER2013_CLASSES, FERPLUS_CLASSES

CHANNELS = (32, 96, 192)
LAST_CHANNELS = 256
ROW_CHANNELS = 64
HIDDEN = 128
DROPOUT = 0.05


def _convolution(channels_in: int, channels_out: int) -> list[nn.Module]:
    return [
        nn.Conv2d(channels_in, channels_out, 3, padding=1, bias=False),
        nn.BatchNorm2d(channels_out),
        nn.ReLU(inplace=True),
    ]


def _block(channels_in: int, channels_out: int) -> list[nn.Module]:
    return [
        *_convolution(channels_in, channels_out),
        *_convolution(channels_out, channels_out),
        nn.MaxPool2d(2),
        nn.Dropout2d(DROPOUT),
    ]


class EmotionCRNN(nn.Module):
    """Logits for both label sets from raw grey faces.

    Four kinds of layers follow Choi et al. 2016 (arXiv 1609.04243): 3x3 convolutions with batch
    normalisation and pooling, then two GRU layers, then the output. A 48x48 face pooled three times
    leaves six rows, which is the sequence that the GRU reads, downwards and upwards.
    """

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for channels_in, channels_out in zip((1, *CHANNELS), CHANNELS, strict=False):
            layers += _block(channels_in, channels_out)
        layers += _convolution(CHANNELS[-1], LAST_CHANNELS)
        layers += _convolution(LAST_CHANNELS, LAST_CHANNELS)
        layers += [
            nn.Conv2d(LAST_CHANNELS, ROW_CHANNELS, 1, bias=False),
            nn.BatchNorm2d(ROW_CHANNELS),
            nn.ReLU(inplace=True),
        ]
        self.convolutions = nn.Sequential(*layers)
        self.gru = nn.GRU(
            ROW_CHANNELS * 6, HIDDEN, 2, batch_first=True, bidirectional=True, dropout=DROPOUT
        )
        self.dropout = nn.Dropout(0.3)
        self.fer2013 = nn.Linear(2 * HIDDEN, len(FER2013_CLASSES))
        self.ferplus = nn.Linear(2 * HIDDEN, len(FERPLUS_CLASSES))

    def forward(self, faces: Tensor) -> tuple[Tensor, Tensor]:
        """`faces` [N, 1, 48, 48], 0..255 -> logits [N, 7] and [N, 8]."""
        maps = self.convolutions(standardise(faces))
        rows = maps.float().permute(0, 2, 1, 3).flatten(2)
        with torch.autocast("cpu", enabled=False):
            sequence, _ = self.gru(rows)
        features = self.dropout(sequence.mean(dim=1))
        return self.fer2013(features), self.ferplus(features)


def standardise(faces: Tensor) -> Tensor:
    """Each face to mean 0 and deviation 1, so that a dim room changes little."""
    mean = faces.mean(dim=(2, 3), keepdim=True)
    variance = ((faces - mean) ** 2).mean(dim=(2, 3), keepdim=True)
    return (faces - mean) / torch.sqrt(variance + 1.0)
