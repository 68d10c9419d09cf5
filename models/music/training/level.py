"""Loudness normalisation as the first layer of the network.

A quiet master, or one turned down by 20 dB, sounds the same to a listener who sets the volume. So
the level of a window tells nothing about its mood.
"""

from typing import Final

import librosa
import torch
from torch import Tensor, nn

from tui_player.models.music.spectrogram import BANDS, COMPRESSION, FFT_SIZE, SAMPLE_RATE_HZ

LEVEL_DB: Final = -17.0
"""RMS level of every window after normalisation, relative to full scale; common in 4Q."""
SILENCE: Final = 1e-9
"""Least mean square of a window; quieter ones are amplified as much as this."""
HANN_SQUARES: Final = 3 / 8
"""Mean square of the Hann window."""


class Level(nn.Module):
    """Brings the RMS of a window to `LEVEL_DB`, on the log-mel spectrogram.

    Slaney's bands have unit area: their sum, weighted by the width of each, is the power of the
    spectrum. Parseval's theorem makes it the mean square of the samples.
    """

    def __init__(self) -> None:
        super().__init__()
        edges_hz = torch.from_numpy(
            librosa.mel_frequencies(n_mels=BANDS + 2, fmin=0, fmax=SAMPLE_RATE_HZ / 2)
        ).float()
        widths = (edges_hz[2:] - edges_hz[:-2]) / 2
        self.register_buffer("to_square", 2 * widths / (FFT_SIZE**2 * HANN_SQUARES))

    def forward(self, patches: Tensor) -> Tensor:
        """[N, P, 187, 96], log10(1 + COMPRESSION * power) -> the same, each window at one level."""
        compressed = torch.pow(10.0, patches) - 1
        power = compressed.mean(dim=(1, 2)) @ self.to_square / COMPRESSION
        gain = 10 ** (LEVEL_DB / 10) / power.clamp(min=SILENCE)
        return torch.log10(1 + gain[:, None, None, None] * compressed)
