"""Effects: filters, reverb, drive, loudness. Mixes are [2, N] float32 at `RATE`."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from tui_player.demo.synth import RATE, Sound

Mix = NDArray[np.float32]

SMALLEST_BLOCK: Final = 1 << 14
"""Samples of one FFT; long convolutions use blocks that fit the processor's cache."""
KNEE: Final = 0.65
"""Level above which the limiter compresses samples."""
CEILING: Final = 0.88
"""Highest level after the limiter; a lossy codec may add a tenth."""
LOUDNESS_STEP_S: Final = 0.1
"""Step of the loudness blocks, seconds; a block is four steps long (BS.1770)."""


def convolved(sound: Sound, kernel: Sound) -> Sound:
    """Linear convolution by overlap-add; the result is as long as `sound`."""
    block = max(SMALLEST_BLOCK, 1 << (2 * len(kernel) - 1).bit_length())
    step = block - len(kernel) + 1
    # SciPy's transform keeps single precision; numpy's takes twice the time.
    response = fft.rfft(kernel.astype(np.float32, copy=False), block)
    out = np.zeros(len(sound) + block, dtype=np.float32)
    for start in range(0, len(sound), step):
        piece = fft.rfft(sound[start : start + step], block)
        out[start : start + block] += fft.irfft(piece * response, block, overwrite_x=True)
    return out[: len(sound)]


def reverb(send: Mix, seconds: float, brightness_hz: float, rng: np.random.Generator) -> Mix:
    """Stereo plate reverb. It decays by 60 dB in `seconds`, high frequencies first."""
    return np.stack([convolved(side, _plate(seconds, brightness_hz, rng)) for side in send])


def _plate(seconds: float, brightness_hz: float, rng: np.random.Generator) -> Sound:
    """Impulse response for one ear, with unit energy, after a short silence."""
    times = np.arange(int(seconds * RATE), dtype=np.float32) / RATE
    tail = np.zeros_like(times)
    for part, (low_hz, high_hz) in enumerate(((150, 900), (900, 2800), (2800, 12_000))):
        noise = _band(rng.standard_normal(len(times), dtype=np.float32), low_hz, high_hz)
        share = 1 / (1 + (low_hz / brightness_hz) ** 2)
        tail += share * noise * np.exp(times * np.float32(-6.9 * (1 + 0.7 * part) / seconds))
    silence = np.zeros(int(rng.uniform(0.012, 0.022) * RATE), dtype=np.float32)
    tail *= np.minimum(times / 0.01, 1)
    tail /= np.sqrt(np.sum(tail**2))
    return np.concatenate([silence, tail]).astype(np.float32)


def filtered(mix: Mix, low_hz: float, high_hz: float, bite: float = 0.0) -> Mix:
    """Filter out low and high frequencies with 12 dB an octave and zero phase.

    `bite` boosts frequencies between 2 kHz and `high_hz`.
    """
    size = 4096
    frequencies = np.fft.rfftfreq(size, 1 / RATE)
    shape = (
        1 / (1 + (low_hz / np.maximum(frequencies, 1)) ** 2) / (1 + (frequencies / high_hz) ** 2)
    )
    shape *= 1 + bite / (1 + (2200 / np.maximum(frequencies, 1)) ** 2)
    kernel = np.roll(np.fft.irfft(shape, size), size // 2) * np.hanning(size)
    length = mix.shape[1]
    padded = np.pad(mix, ((0, 0), (0, size // 2)))
    late = np.stack([convolved(side, kernel.astype(np.float32)) for side in padded])
    return late[:, size // 2 : size // 2 + length]


def _band(noise: Sound, low_hz: float, high_hz: float) -> Sound:
    spectrum = fft.rfft(noise)
    frequencies = fft.rfftfreq(len(noise), 1 / RATE)
    spectrum[(frequencies < low_hz) | (frequencies >= high_hz)] = 0
    return np.asarray(fft.irfft(spectrum, len(noise)), dtype=np.float32)


def driven(mix: Mix, drive: float) -> Mix:
    """Overdrive, and a loudspeaker that damps the lowest and highest frequencies."""
    pushed = np.tanh(mix * np.float32(drive)) + 0.15 * np.tanh(mix * np.float32(2 * drive)) ** 2
    return filtered(pushed.astype(np.float32), 100, 6000, bite=1.6)


def echoed(mix: Mix, seconds: float, feedback: float) -> Mix:
    """Ping-pong echoes."""
    out = mix.copy()
    delay = int(seconds * RATE)
    strength = feedback
    for repeat in range(1, 5):
        shift = repeat * delay
        source = mix[::-1] if repeat % 2 else mix
        out[:, shift:] += np.float32(strength) * source[:, : max(mix.shape[1] - shift, 0)]
        strength *= feedback
    return out


def ducked(mix: Mix, starts: Sound, depth: float, seconds: float) -> Mix:
    """Duck the mix at each kick drum; `starts` are its times in seconds."""
    gain = np.ones(mix.shape[1], dtype=np.float32)
    length = int(seconds * RATE)
    dip = 1 - depth * (1 - np.linspace(0, 1, length, dtype=np.float32) ** 1.5)
    for start in (starts * RATE).astype(int):
        part = gain[start : start + length]
        np.minimum(part, dip[: len(part)], out=part)
    return mix * gain


def loudness_lufs(mix: Mix) -> float:
    """Integrated loudness by ITU-R BS.1770-4: K-weighting, 400 ms blocks, both gates.

    The weighting is applied to the spectrum of each step, which differs from a running filter by
    less than 0.1 LU.
    """
    size = int(LOUDNESS_STEP_S * RATE)
    weights = _k_weighting(np.fft.rfftfreq(size, 1 / RATE)).astype(np.float32)
    steps = mix.shape[1] // size
    spectra = fft.rfft(mix[:, : steps * size].reshape(2, steps, size))
    powers = (np.abs(spectra) ** 2 @ weights).sum(axis=0, dtype=np.float64) * 2 / size**2
    power = np.convolve(powers, np.full(4, 0.25), mode="valid")
    heard = power[_lufs(power) > -70]
    loud = heard[_lufs(heard) > _lufs(heard.mean()) - 10]
    return float(_lufs(loud.mean()))


def _lufs(power: NDArray[np.float64] | np.float64) -> NDArray[np.float64]:
    return np.asarray(-0.691 + 10 * np.log10(np.maximum(power, 1e-12)))


def _k_weighting(frequencies: NDArray[np.floating]) -> NDArray[np.float64]:
    """Power response of the two filters of BS.1770, from their analogue prototypes.

    Shelf: 1681.97 Hz, +4 dB, Q 0.7072; high-pass: 38.14 Hz, Q 0.5003.
    """
    s = 1j * frequencies / 1681.97
    gain, q = 10 ** (3.99984 / 20), 0.70718
    shelf = (gain * s**2 + np.sqrt(gain) / q * s + 1) / (s**2 + s / q + 1)
    s = 1j * frequencies / 38.135
    high_pass = s**2 / (s**2 + s / 0.50033 + 1)
    return np.asarray(np.abs(shelf * high_pass) ** 2)


def mastered(mix: Mix, target_lufs: float) -> Mix:
    """Bring a mix to a target loudness with a soft limiter."""
    mix *= np.float32(10 ** ((target_lufs - loudness_lufs(mix)) / 20))
    if np.abs(mix).max() <= KNEE:
        return mix
    # The limiter makes the mix softer, so do it again.
    mix = _bent(mix)
    return _bent(mix * np.float32(10 ** ((target_lufs - loudness_lufs(mix)) / 20)))


def _bent(mix: Mix) -> Mix:
    """Soft limiter: keeps levels below `KNEE`, and compresses others smoothly below `CEILING`."""
    room = np.float32(CEILING - KNEE)
    loud = np.abs(mix) > KNEE
    over = (np.abs(mix[loud]) - np.float32(KNEE)) / room
    mix[loud] = np.sign(mix[loud]) * (np.float32(KNEE) + room * np.tanh(over))
    return mix


def faded(mix: Mix, in_s: float, out_s: float) -> Mix:
    """Fade in and out."""
    rise, fall = int(in_s * RATE), int(out_s * RATE)
    mix[:, :rise] *= np.linspace(0, 1, rise, dtype=np.float32) ** 2
    if fall:
        mix[:, -fall:] *= np.linspace(1, 0, min(fall, mix.shape[1]), dtype=np.float32) ** 2
    return mix
