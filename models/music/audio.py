"""Decode audio files to mono windows with libsndfile or FFmpeg (PyAV).

Files are untrusted: any defect raises `AudioError` with a one-line message.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from tui_player.errors import AudioError
from tui_player.models.music.ffmpeg import decode_ffmpeg
from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ
from tui_player.models.music.windows import (
    WINDOW_S,
    Samples,
    Windows,
    checked_rate,
    mixed,
    resampled,
    window_starts,
    windows_with_sound,
)

if TYPE_CHECKING:
    import soundfile

SHORTEST_S: Final = 0.5
"""Shortest file that is analysed, seconds."""
SHORTEST_WINDOW_S: Final = 8.0
"""A shorter file is repeated up to this length: the training data has no shorter clips."""
SILENCE: Final = 1e-4
"""Peak amplitude at or below which a window is silent (-80 dB)."""
OGG: Final = (".ogg", ".oga", ".opus")
"""FFmpeg seeks and decodes these formats in half the time of libsndfile."""


def decode(path: str) -> Windows:
    """Up to three windows of 15 s spread evenly over the file; raises `AudioError`.

    `path` may contain surrogate escapes. Silent windows are left out.
    """
    _check_file(path)
    first, second = _decode_soundfile, decode_ffmpeg
    if Path(path).suffix.lower() in OGG:
        first, second = second, first
    try:
        windows = first(path)
    except AudioError:
        windows = second(path)
    return _audible(windows)


def _check_file(path: str) -> None:
    try:
        status = Path(path).stat()
    except (OSError, ValueError) as error:
        raise AudioError(f"can't open the file: {_reason(error)}") from error
    if not stat.S_ISREG(status.st_mode):
        raise AudioError("is not a regular file")
    if status.st_size == 0:
        raise AudioError("the file is empty")


def _reason(error: object) -> str:
    """One-line error message without the file's name, which may contain control characters."""
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(text).split()).rstrip(".")


def _audible(windows: Windows) -> Windows:
    """Remove silent windows; raises `AudioError` if none is left or the file is too short."""
    if sum(map(len, windows.samples)) < SHORTEST_S * SAMPLE_RATE_HZ:
        raise AudioError(f"too short to hear anything in it (under {SHORTEST_S:g} s)")
    loud = [one for one in windows.samples if len(one) and np.abs(one).max() > SILENCE]
    if not loud:
        raise AudioError("holds nothing but silence")
    return Windows([_lengthened(window) for window in loud], windows.duration_s)


def _lengthened(window: Samples) -> Samples:
    shortest = int(SHORTEST_WINDOW_S * SAMPLE_RATE_HZ)
    return window if len(window) >= shortest else np.resize(window, shortest)


def _decode_soundfile(path: str) -> Windows:
    import soundfile

    try:
        with soundfile.SoundFile(os.fsencode(path)) as sound:
            return _read_windows(sound)
    except TypeError as error:  # raised for names like `x.raw`
        raise AudioError("samples without a header") from error
    except (RuntimeError, OSError, ValueError) as error:
        raise AudioError(_reason(getattr(error, "error_string", None) or error)) from error


def _read_windows(sound: "soundfile.SoundFile") -> Windows:
    rate = checked_rate(sound.samplerate)
    duration_s = sound.frames / rate
    pieces = [_read(sound, start) for start in window_starts(duration_s)]
    if not any(map(len, pieces)):  # the header states a wrong length
        pieces = [_read(sound, 0.0)]
        duration_s = len(pieces[0]) / rate
    return windows_with_sound([resampled(piece, rate) for piece in pieces], duration_s)


def _read(sound: "soundfile.SoundFile", start_s: float) -> Samples:
    """Read one mono window at the file's own rate; a truncated file gives a shorter window."""
    try:
        sound.seek(int(start_s * sound.samplerate))
    except RuntimeError:
        return np.zeros(0, np.float32)
    return np.concatenate([np.zeros(0, np.float32), *_mono_blocks(sound)])


def _mono_blocks(sound: "soundfile.SoundFile") -> Iterator[Samples]:
    """Mono blocks of one second, which limits memory for many channels at a high rate."""
    left = int(WINDOW_S * sound.samplerate)
    while left > 0:
        try:
            block: Samples = sound.read(min(left, sound.samplerate), "float32", always_2d=True)
        except RuntimeError:  # damaged from here on
            return
        if not len(block):
            return
        left -= len(block)
        yield mixed(block.T)
