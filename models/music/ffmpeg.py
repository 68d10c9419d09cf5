"""Decode with FFmpeg (PyAV): Opus, m4a, aac, wma and other formats unknown to libsndfile."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import numpy as np

from tui_player.errors import AudioError
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

FFMPEG_FORMATS: Final = (
    "aac,ac3,aiff,alac,amr,ape,asf,au,caf,dsf,dts,eac3,flac,iff,matroska,webm,mov,mp4,m4a,3gp,3g2,"
    "mj2,mp3,mpc,mpc8,mpeg,mpegts,ogg,oma,rm,shn,tak,tta,w64,wav,wv,avi"
)
"""Allowed containers. Playlists are not among them, as FFmpeg would open the files they name."""

LENIENT_PYAV: Final = 19
"""First major version of PyAV without `metadata_errors`."""


def decode_ffmpeg(path: str) -> Windows:
    """Up to three windows of a file; raises `AudioError`."""
    import av

    try:
        with (
            Path(path).open("rb") as file,
            av.open(file, options=_ffmpeg_options(), **_lenient_with_tags()) as container,
        ):
            if not container.streams.audio:
                raise AudioError("holds no sound")
            return _ffmpeg_windows(container)
    except (av.FFmpegError, OSError, ValueError, RuntimeError) as error:
        raise AudioError("not audio, or damaged") from error


def _ffmpeg_options() -> dict[str, str]:
    return {"format_whitelist": FFMPEG_FORMATS, "protocol_whitelist": "none"}


def _lenient_with_tags() -> dict[str, Any]:
    """Options for opening files with tags that are not UTF-8; PyAV 19 and later need none."""
    import av

    major = int(av.__version__.partition(".")[0])
    return {} if major >= LENIENT_PYAV else {"metadata_errors": "ignore"}


def _ffmpeg_windows(container: Any) -> Windows:
    stream = container.streams.audio[0]
    duration_s = _ffmpeg_duration_s(container, stream)
    pieces = [_ffmpeg_read(container, stream, start) for start in window_starts(duration_s)]
    if duration_s <= 0.0 or not any(map(len, pieces)):  # the stated length is missing or wrong
        pieces = [_ffmpeg_read(container, stream, 0.0)]
        duration_s = len(pieces[0]) / SAMPLE_RATE_HZ
    return windows_with_sound(pieces, duration_s)


def _ffmpeg_duration_s(container: Any, stream: Any) -> float:
    """Length in seconds; 0 if the container does not state it."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return float(container.duration or 0) / 1e6


def _ffmpeg_read(container: Any, stream: Any, start_s: float) -> Samples:
    """One mono window at 16 kHz from about `start_s`; empty if the seek leads to no audio."""
    blocks = _blocks(_window_from(container, stream, start_s))
    return _joined(blocks)[: int(WINDOW_S * SAMPLE_RATE_HZ)]


def _window_from(container: Any, stream: Any, start_s: float) -> Iterator[Any]:
    """Frames of the window that starts at `start_s`."""
    _ffmpeg_seek(container, stream, start_s)
    left_s = WINDOW_S
    for frame in container.decode(stream):
        if frame.time is None or frame.time >= start_s:
            left_s -= frame.samples / checked_rate(frame.sample_rate)
            yield frame
        if left_s <= 0:
            return


def _ffmpeg_seek(container: Any, stream: Any, start_s: float) -> None:
    import av

    try:
        container.seek(int(start_s / (stream.time_base or 1)), stream=stream)
    except av.FFmpegError:
        if start_s > 0:  # decoding starts at 0 without a seek
            raise


def _blocks(frames: Iterator[Any]) -> Iterator[tuple[int, Samples]]:
    """Sample rate and mono samples, in blocks of about one second.

    A frame has some 20 ms, and mixing single frames takes longer than decoding them.
    """
    import av

    queue = av.AudioFifo()
    try:
        for frame in frames:
            if queue.samples and not _fits_queue(queue, frame):
                yield queue.sample_rate, _mono(queue.read())
                queue = av.AudioFifo()
            frame.pts = None  # gaps are ignored
            queue.write(frame)
    except (av.FFmpegError, OverflowError):  # damaged from here on, or a wrong timestamp
        pass
    if queue.samples:
        yield queue.sample_rate, _mono(queue.read())


def _fits_queue(queue: Any, frame: Any) -> bool:
    """Whether `frame` has the queue's format and the queue is shorter than a second."""
    fits: bool = (
        queue.samples < frame.sample_rate == queue.sample_rate
        and frame.format.name == queue.format.name
        and frame.layout.name == queue.layout.name
    )
    return fits


def _mono(frame: Any) -> Samples:
    """Mean over a frame's channels, [n] float32, for all sample formats."""
    values = frame.to_ndarray()  # [channels, n], or [1, n * channels]
    if not frame.format.is_planar:
        values = values.reshape(frame.samples, -1).T
    scale = np.float32(1)
    if values.dtype == np.uint8:
        values, scale = values - np.float32(128), scale / 128
    elif np.issubdtype(values.dtype, np.integer):
        scale = scale / -np.float32(np.iinfo(values.dtype).min)
    return mixed(values.astype(np.float32, copy=False)) * scale


def _joined(blocks: Iterator[tuple[int, Samples]]) -> Samples:
    """Resample and join the blocks; the rate may change within a stream."""
    pieces = [np.zeros(0, np.float32)]
    for rate_hz, group in groupby(blocks, key=itemgetter(0)):
        pieces.append(resampled(np.concatenate([block for _rate, block in group]), rate_hz))
    return np.concatenate(pieces)
