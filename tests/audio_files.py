"""Small real audio files for tests, in every format that the player reads."""

import os
from pathlib import Path
from typing import Any

import av
import mutagen
import mutagen.id3
import numpy as np
import soundfile
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 22_050
OPUS_RATE_HZ = 48_000

_SUBTYPES = {".opus": "OPUS", ".ogg": "VORBIS", ".oga": "VORBIS", ".mp3": "MPEG_LAYER_III"}
_FFMPEG = {
    ".m4a": ("mp4", "aac"),
    ".mp4": ("mp4", "aac"),
    ".aac": ("adts", "aac"),
    ".wma": ("asf", "wmav2"),
}
_FORMATS = {".opus": "OGG", ".ogg": "OGG", ".oga": "OGG", ".aif": "AIFF"}
_LIBSNDFILE = (".mp3", ".flac", ".ogg", ".oga", ".opus", ".wav", ".aiff", ".aif")

SUFFIXES = (*_LIBSNDFILE, *_FFMPEG)
"""All endings that `write_tone` knows."""


def write_tone(path: Path, seconds: float = 1.0, frequency_hz: float = 440.0) -> Path:
    """Write a sine in the format that the ending of `path` says; returns `path`."""
    suffix = path.suffix.lower()
    rate = OPUS_RATE_HZ if suffix == ".opus" else SAMPLE_RATE_HZ
    times = np.arange(int(seconds * rate)) / rate
    samples = (0.5 * np.sin(2 * np.pi * frequency_hz * times)).astype(np.float32)
    path.parent.mkdir(parents=True, exist_ok=True)
    if suffix in _FFMPEG:
        _encode(path, samples, rate, *_FFMPEG[suffix])
    else:
        soundfile.write(
            os.fsencode(path),  # a name may not be UTF-8
            samples,
            rate,
            format=_FORMATS.get(suffix, suffix[1:].upper()),
            subtype=_SUBTYPES.get(suffix, "PCM_16"),
        )
    return path


def write_tags(path: Path, **texts: str | list[str]) -> Path:
    """Tag a file by mutagen's easy names (title, artist, tracknumber, ...); returns `path`."""
    audio: Any = mutagen.File(path, easy=True)
    if audio.tags is None:
        audio.add_tags()
    for name, value in texts.items():
        audio[name] = value
    audio.save()
    return path


def write_frames(path: Path, *frames: tuple[str, dict[str, Any]]) -> Path:
    """Give a file ID3 frames, each a name and its fields; returns `path`."""
    audio: Any = mutagen.File(path)
    if audio.tags is None:
        audio.add_tags()
    for name, fields in frames:
        audio.tags.add(getattr(mutagen.id3, name)(**fields))
    audio.save()
    return path


def _encode(
    path: Path, samples: NDArray[np.float32], rate: int, container_format: str, codec: str
) -> None:
    with av.open(str(path), "w", format=container_format) as container:
        stream = container.add_stream(codec, rate=rate)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        stream.bit_rate = 64_000
        frame = av.AudioFrame.from_ndarray(samples[np.newaxis], format="fltp", layout="mono")
        frame.sample_rate = rate
        container.mux([*stream.encode(frame), *stream.encode(None)])
