"""Write `mel_bands.npy`, the weights of the mel bands, with the installed librosa.

python -m tui_player.models.music.training.mel_bands
"""

import librosa
import numpy as np
from numpy.typing import NDArray

from tui_player.models.music.spectrogram import BANDS, FFT_SIZE, MEL_BANDS, SAMPLE_RATE_HZ


def mel_bands() -> NDArray[np.float32]:
    """[BANDS, 1 + FFT_SIZE // 2] weights, the default (Slaney) of `librosa.filters.mel`."""
    bands: NDArray[np.float32] = librosa.filters.mel(
        sr=SAMPLE_RATE_HZ, n_fft=FFT_SIZE, n_mels=BANDS
    )
    return bands


if __name__ == "__main__":
    np.save(MEL_BANDS, mel_bands())
