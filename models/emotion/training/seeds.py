"""Baseline networks from earlier work, trained and evaluated in the same way."""

import torch
from torch import Tensor, nn

from tui_player.expression.classes import FER2013_CLASSES
from tui_player.models.emotion.classes import FERPLUS_CLASSES
from tui_player.models.emotion.training.network import standardise


class PlainCNN(nn.Module):
    """Three convolutions with pooling, then a dense layer, as in tutorials on FER2013."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for channels_in, channels_out in ((1, 32), (32, 64), (64, 128)):
            layers += [
                nn.Conv2d(channels_in, channels_out, 3, padding=1),
                nn.ReLU(inplace=True),
                nn.MaxPool2d(2),
            ]
        layers += [nn.Flatten(), nn.Linear(128 * 6 * 6, 256), nn.ReLU(inplace=True)]
        self.features = nn.Sequential(*layers, nn.Dropout(0.5))
        self.fer2013 = nn.Linear(256, len(FER2013_CLASSES))
        self.ferplus = nn.Linear(256, len(FERPLUS_CLASSES))

    def forward(self, faces: Tensor) -> tuple[Tensor, Tensor]:
        """`faces` [N, 1, 48, 48], 0..255 -> logits [N, 7] and [N, 8]."""
        features = self.features(standardise(faces)).float()
        return self.fer2013(features), self.ferplus(features)


class PublishedCRNN(nn.Module):
    """The CRNN of Choi et al. 2016 (arXiv 1609.04243) as published, applied to faces.

    Its pools of 2, 3, 4 and 4 reduce a 48x48 face to a single step (the last one pools 2x2 to 1x1,
    rounding up). So its two GRU layers get a sequence of length 1.
    """

    MAPS = (68, 137, 137, 137)
    POOLS = (2, 3, 4, 4)
    HIDDEN = 68

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for channels_in, channels_out, pool in zip(
            (1, *self.MAPS), self.MAPS, self.POOLS, strict=False
        ):
            layers += [
                nn.Conv2d(channels_in, channels_out, 3, padding=1),
                nn.BatchNorm2d(channels_out),
                nn.ReLU(inplace=True),
                nn.MaxPool2d(pool, ceil_mode=True),
                nn.Dropout(0.1),
            ]
        self.convolutions = nn.Sequential(*layers)
        self.gru = nn.GRU(self.MAPS[-1], self.HIDDEN, 2, batch_first=True)
        self.fer2013 = nn.Linear(self.HIDDEN, len(FER2013_CLASSES))
        self.ferplus = nn.Linear(self.HIDDEN, len(FERPLUS_CLASSES))

    def forward(self, faces: Tensor) -> tuple[Tensor, Tensor]:
        """`faces` [N, 1, 48, 48], 0..255 -> logits [N, 7] and [N, 8]."""
        maps = self.convolutions(standardise(faces)).float()
        with torch.autocast("cpu", enabled=False):
            sequence, _ = self.gru(maps.flatten(2).transpose(1, 2))
        return self.fer2013(sequence[:, -1]), self.ferplus(sequence[:, -1])
