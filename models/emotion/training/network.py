"""The face CRNN: residual convolutions over the picture, then a GRU over its rows."""

import torch
from torch import Tensor, nn

from tui_player.expression.classes import FER2013_CLASSES
from tui_player.models.emotion.classes import FERPLUS_CLASSES
from tui_player.models.training.residual import Residual, convolution

STEM_CHANNELS = 32
CHANNELS = (32, 96, 224)
ROW_CHANNELS = 64
ROWS = 6
HIDDEN = 128
DROPOUT = 0.3


class EmotionCRNN(nn.Module):
    """Predicts logits for both label sets from raw grey faces.

    The order of the layers follows Choi et al. 2016 (arXiv 1609.04243): 3x3 convolutions with batch
    normalisation and pooling, then two GRU layers, then the output. Three halvings reduce a 48x48
    face to six rows. The bidirectional GRU reads these rows as a sequence.
    """

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = [
            convolution(1, STEM_CHANNELS),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(2),
        ]
        channels = STEM_CHANNELS
        for block, wider in enumerate(CHANNELS):
            layers += [Residual(channels, wider, 2 if block else 1), Residual(wider, wider)]
            channels = wider
        layers += [convolution(channels, ROW_CHANNELS, size=1), nn.ReLU(inplace=True)]
        self.convolutions = nn.Sequential(*layers)
        self.gru = nn.GRU(ROW_CHANNELS * ROWS, HIDDEN, 2, batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(DROPOUT)
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
    """Scale each face to mean 0 and deviation 1, so that dim light has little effect."""
    mean = faces.mean(dim=(2, 3), keepdim=True)
    variance = ((faces - mean) ** 2).mean(dim=(2, 3), keepdim=True)
    return (faces - mean) / torch.sqrt(variance + 1.0)
