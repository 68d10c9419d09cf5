"""Audio files to mono windows: libsndfile first, FFmpeg (PyAV) for what that can't read.

Files are untrusted: whatever is wrong with one ends in an `AudioError` of one line.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from tui_player.errors import AudioError
from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    import soundfile

WINDOW_S: Final = 29.0
"""Length of a window, as in Choi et al. 2016 (arXiv 1609.04243)."""
MAX_WINDOWS: Final = 3
SHORTEST_S: Final = 0.5
"""Less than this is no music to judge."""
SHORTEST_WINDOW_S: Final = 8.0
"""A shorter file is repeated up to this length: the network never saw shorter ones."""
SILENCE: Final = 1e-4
"""Peak below which nothing is heard (-80 dB)."""
RATES_HZ: Final = (1_000, 1_000_000)
FFMPEG_FORMATS: Final = (
    "aac,ac3,aiff,alac,amr,ape,asf,au,caf,dsf,dts,eac3,flac,iff,matroska,webm,mov,mp4,m4a,3gp,3g2,"
    "mj2,mp3,mpc,mpc8,mpeg,mpegts,ogg,oma,rm,shn,tak,tta,w64,wav,wv,avi"
)
"""Containers that hold their sound themselves: a playlist must not lead FFmpeg to other places."""

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Windows:
    """The parts of a file that are heard."""

    samples: list[Samples]
    """Mono, 16 kHz, each [n] with n up to 29 s; at least one."""
    duration_s: float
    """Length of the whole file in seconds."""


def decode(path: str) -> Windows:
    """Up to three windows of 29 s spread evenly over the file; raises `AudioError`.

    `path` may hold surrogate escapes. Silent windows are left out where others are not silent.
    """
    _check_file(path)
    try:
        windows = _decode_soundfile(path)
    except AudioError as error:
        windows = _decode_ffmpeg(path, str(error))
    return _audible(windows)


def window_starts(duration_s: float) -> list[float]:
    """Where windows begin, seconds: centred in equal parts of the file, never beyond its end."""
    parts = min(MAX_WINDOWS, max(1, round(duration_s / WINDOW_S)))
    last = max(0.0, duration_s - WINDOW_S)
    centres = ((part + 0.5) * duration_s / parts for part in range(parts))
    return [min(max(0.0, centre - WINDOW_S / 2), last) for centre in centres]


def _check_file(path: str) -> None:
    try:
        status = Path(path).stat()
    except (OSError, ValueError) as error:
        raise AudioError(f"can't open the file: {_reason(error)}") from error
    if not stat.S_ISREG(status.st_mode):
        raise AudioError("is not a regular file")
    if status.st_size == 0:
        raise AudioError("the file is empty")


def _reason(error: BaseException) -> str:
    """One line of what went wrong, without the file's name (which may hold control characters)."""
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(text).split()).rstrip(".")


def _audible(windows: Windows) -> Windows:
    """Clean samples; without silent windows; raises `AudioError` where nothing is left."""
    cleaned = [np.nan_to_num(window, posinf=0.0, neginf=0.0) for window in windows.samples]
    if sum(len(window) for window in cleaned) < SHORTEST_S * SAMPLE_RATE_HZ:
        raise AudioError(f"too short to hear anything in it (under {SHORTEST_S:g} s)")
    loud = [window for window in cleaned if len(window) and np.abs(window).max() > SILENCE]
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
    # RuntimeError: libsndfile's; TypeError: a name like `x.raw`, of which it wants to be told more
    except (RuntimeError, TypeError, OSError, ValueError) as error:
        raise AudioError(_reason(getattr(error, "error_string", None) or error)) from error


def _read_windows(sound: "soundfile.SoundFile") -> Windows:
    rate = _checked_rate(sound.samplerate)
    duration_s = sound.frames / rate
    pieces = [_read(sound, start) for start in window_starts(duration_s)]
    if not any(len(piece) for piece in pieces):  # the header promised more than there is
        pieces = [_read(sound, 0.0)]
        duration_s = len(pieces[0]) / rate
    return Windows([_resampled(piece, rate) for piece in pieces if len(piece)], duration_s)


def _checked_rate(rate_hz: int) -> int:
    if not RATES_HZ[0] <= rate_hz <= RATES_HZ[1]:
        raise AudioError(f"states a sample rate of {rate_hz} Hz")
    return rate_hz


def _read(sound: "soundfile.SoundFile", start_s: float) -> Samples:
    """One window as mono at the file's own rate; what there is, where the file ends early."""
    try:
        sound.seek(int(start_s * sound.samplerate))
    except RuntimeError:
        return np.zeros(0, np.float32)
    return np.concatenate([np.zeros(0, np.float32), *_mono_blocks(sound)])


def _mono_blocks(sound: "soundfile.SoundFile") -> Iterator[Samples]:
    """A second at a time, so that many channels at a high rate need little memory."""
    left = int(WINDOW_S * sound.samplerate)
    while left > 0:
        try:
            block: Samples = sound.read(min(left, sound.samplerate), "float32", always_2d=True)
        except RuntimeError:  # damaged from here on
            return
        if not len(block):
            return
        left -= len(block)
        yield block.mean(axis=1, dtype=np.float32)


def _resampled(samples: Samples, rate_hz: int) -> Samples:
    if rate_hz == SAMPLE_RATE_HZ:
        return samples
    import soxr

    resampled: Samples = soxr.resample(np.nan_to_num(samples), rate_hz, SAMPLE_RATE_HZ)
    return resampled


def _decode_ffmpeg(path: str, first_reason: str) -> Windows:
    """Read what libsndfile could not; where FFmpeg can't either, the reason of both is one."""
    import av

    try:
        with (
            Path(path).open("rb") as file,
            av.open(file, metadata_errors="ignore", options=_ffmpeg_options()) as container,
        ):
            if not container.streams.audio:
                raise AudioError("holds no sound")
            return _ffmpeg_windows(container)
    except (av.FFmpegError, OSError, ValueError, RuntimeError) as error:
        raise AudioError(f"not audio, or damaged ({first_reason})") from error


def _ffmpeg_options() -> dict[str, str]:
    return {"format_whitelist": FFMPEG_FORMATS, "protocol_whitelist": "none"}


def _ffmpeg_windows(container: Any) -> Windows:
    stream = container.streams.audio[0]
    duration_s = _ffmpeg_duration_s(container, stream)
    pieces = [_ffmpeg_read(container, stream, start) for start in window_starts(duration_s)]
    pieces = [piece for piece in pieces if len(piece)]
    if duration_s <= 0.0 and pieces:
        duration_s = len(pieces[0]) / SAMPLE_RATE_HZ
    return Windows(pieces, duration_s)


def _ffmpeg_duration_s(container: Any, stream: Any) -> float:
    """0 where the container doesn't say."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return float(container.duration or 0) / 1e6


def _ffmpeg_read(container: Any, stream: Any, start_s: float) -> Samples:
    """One window as mono at 16 kHz from about `start_s`; empty where the file can't be sought."""
    import av

    blocks: list[Samples] = []
    wanted = int(WINDOW_S * SAMPLE_RATE_HZ)
    try:
        if start_s > 0:
            container.seek(int(start_s / stream.time_base), stream=stream)
        for block in _ffmpeg_blocks(container, stream, start_s):
            blocks.append(block)
            wanted -= len(block)
            if wanted <= 0:
                break
    except av.FFmpegError:  # damaged from here on
        pass
    return np.concatenate([np.zeros(0, np.float32), *blocks])[: int(WINDOW_S * SAMPLE_RATE_HZ)]


def _ffmpeg_blocks(container: Any, stream: Any, start_s: float) -> Iterator[Samples]:
    import av

    resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE_HZ)
    for frame in container.decode(stream):
        _checked_rate(frame.sample_rate)
        if frame.time is not None and frame.time < start_s:
            continue
        for part in resampler.resample(frame):
            yield part.to_ndarray().reshape(-1).astype(np.float32, copy=False)
