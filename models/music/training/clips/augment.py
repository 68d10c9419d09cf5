"""Changes of a recording that leave its mood alone: rooms, old equipment, codecs, noise, speed.

All functions take and return mono samples [n] at 16 kHz.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, fftconvolve, sosfilt

from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ

Samples = NDArray[np.float32]
Random = np.random.Generator
Change = Callable[[Samples, Random], Samples]


def coloured_noise(length: int, exponent: float, random: Random) -> Samples:
    """Noise of deviation 1 with power 1 / f ** `exponent`: 0 white, 1 pink, 2 brown."""
    spectrum = np.fft.rfft(random.standard_normal(length))
    spectrum /= np.maximum(np.arange(len(spectrum)), 1) ** (exponent / 2)
    noise = np.fft.irfft(spectrum, length)
    return _float32(noise / noise.std())


def low_passed(samples: Samples, cutoff_hz: float) -> Samples:
    """Remove what lies above `cutoff_hz`."""
    return _float32(sosfilt(butter(8, cutoff_hz, fs=SAMPLE_RATE_HZ, output="sos"), samples))


def old_record(samples: Samples, random: Random) -> Samples:
    """A narrow band, crackle and hiss, as on a record of the 1930s."""
    band = butter(3, (random.uniform(150, 350), random.uniform(3500, 5500)), "bandpass",
                  fs=SAMPLE_RATE_HZ, output="sos")  # fmt: skip
    narrow = sosfilt(band, samples)
    level = _rms(narrow)
    crackle = np.zeros(len(samples))
    places = random.integers(len(samples), size=len(samples) // 1600)
    crackle[places] = random.standard_normal(len(places)) * level * random.uniform(1, 4)
    hiss = coloured_noise(len(samples), 0.5, random) * level * random.uniform(0.03, 0.12)
    return _float32(narrow + low_passed(_float32(crackle), 4000.0) + hiss)


def reverberated(samples: Samples, decay_s: float, wet: float, random: Random) -> Samples:
    """Add a room whose sound decays by 60 dB in `decay_s`; `wet` 0..1 is its share of amplitude."""
    length = int(decay_s * SAMPLE_RATE_HZ)
    response = random.standard_normal(length) * 10 ** (-3 * np.arange(length) / length)
    room = fftconvolve(samples, response)[: len(samples)]
    return _float32((1 - wet) * samples + wet * room * (_rms(samples) / max(_rms(room), 1e-9)))


def in_a_crowd(samples: Samples, random: Random) -> Samples:
    """A concert: a large room and a murmuring, clapping audience."""
    hall = reverberated(samples, random.uniform(0.8, 2.5), random.uniform(0.3, 0.6), random)
    murmur = coloured_noise(len(samples), 1.0, random)
    murmur = sosfilt(butter(2, (250, 4000), "bandpass", fs=SAMPLE_RATE_HZ, output="sos"), murmur)
    below_db = random.uniform(14, 26)
    return _float32(hall + murmur * (_rms(hall) / _rms(murmur)) * 10 ** (-below_db / 20))


def hissing(samples: Samples, below_db: float, random: Random) -> Samples:
    """Add tape hiss `below_db` under the level of the recording."""
    hiss = coloured_noise(len(samples), 0.0, random)
    return _float32(samples + hiss * _rms(samples) * 10 ** (-below_db / 20))


def coded(samples: Samples, bits_a_second: int, codec: str = "libmp3lame") -> Samples:
    """Encode and decode with FFmpeg's `codec`."""
    import io

    import av

    file: Any = io.BytesIO()
    kind = {"libmp3lame": "mp3", "libopus": "ogg"}[codec]
    with av.open(file, "w", format=kind) as container:
        stream: Any = container.add_stream(codec, rate=SAMPLE_RATE_HZ)
        stream.bit_rate = bits_a_second
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(
            (np.clip(samples, -1, 1) * 32767).astype(np.int16)[None], "s16", "mono"
        )
        frame.sample_rate = SAMPLE_RATE_HZ
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    file.seek(0)
    with av.open(file, "r") as coded_file:
        resampler = av.AudioResampler("flt", "mono", SAMPLE_RATE_HZ)
        parts = [
            part.to_ndarray()[0]
            for frame in coded_file.decode(audio=0)
            for part in resampler.resample(frame)
        ]
    return np.resize(np.concatenate(parts), len(samples))


def faster(samples: Samples, factor: float) -> Samples:
    """Play `factor` times as fast, with the pitch raised as on a turntable."""
    import soxr

    changed: Samples = soxr.resample(samples, SAMPLE_RATE_HZ * factor, SAMPLE_RATE_HZ)
    return changed


def equalised(samples: Samples, random: Random) -> Samples:
    """A smooth random equaliser of up to 8 dB."""
    points_hz = np.array([0, 100, 300, 1000, 3000, 8000])
    gains_db = random.uniform(-8, 8, size=len(points_hz))
    spectrum = np.fft.rfft(samples)
    frequencies_hz = np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE_HZ)
    gain = 10 ** (np.interp(frequencies_hz, points_hz, gains_db) / 20)
    return _float32(np.fft.irfft(spectrum * gain, len(samples)))


def compressed(samples: Samples, random: Random) -> Samples:
    """Loud mastering: soft clipping."""
    drive = random.uniform(1.5, 5) / max(float(np.quantile(np.abs(samples), 0.99)), 1e-4)
    return _float32(np.tanh(samples * drive) * 0.7)


CHANGES: Final[tuple[Change, ...]] = (
    lambda samples, random: low_passed(samples, random.uniform(2500, 6500)),
    old_record,
    lambda samples, random: reverberated(
        samples, random.uniform(0.4, 2.5), random.uniform(0.2, 0.6), random
    ),
    in_a_crowd,
    lambda samples, random: hissing(samples, random.uniform(12, 35), random),
    lambda samples, random: coded(samples, int(random.choice([16_000, 24_000, 32_000]))),
    lambda samples, random: faster(samples, random.uniform(0.92, 1.08)),
    equalised,
    compressed,
)


def changed(samples: Samples, random: Random, changes: Sequence[Change] = CHANGES) -> Samples:
    """One or two random changes out of `changes`."""
    for row in random.choice(len(changes), size=random.integers(1, 3), replace=False):
        samples = changes[row](samples, random)
    return samples


def _rms(samples: NDArray[np.floating]) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


def _float32(samples: NDArray[np.floating]) -> Samples:
    return samples.astype(np.float32, copy=False)
