"""Drum sounds from noise and falling sines. Mono float32 with a peak of about 1.0."""

from collections.abc import Callable
from typing import Final

import numpy as np

from tui_player.demo.synth import RATE, Sound

KICK: Final = 0
SNARE: Final = 1
HAT: Final = 2
OPEN_HAT: Final = 3
CRASH: Final = 4
CLAP: Final = 5
TOM: Final = 6
LOW_TOM: Final = 7
BRUSH: Final = 8
SHAKER: Final = 9
SOFT_KICK: Final = 10
CLANG: Final = 11
TAMBOURINE: Final = 12
RIDE: Final = 13


def drum(which: int, rng: np.random.Generator) -> Sound:
    """One stroke of a drum; `rng` makes each stroke different."""
    return _KIT[which](rng)


def _times(seconds: float) -> Sound:
    return np.arange(int(seconds * RATE), dtype=np.float32) / np.float32(RATE)


def _noise(seconds: float, low_hz: float, high_hz: float, rng: np.random.Generator) -> Sound:
    """Noise between two frequencies, with a peak of 1.0."""
    length = int(seconds * RATE)
    size = 1 << (length - 1).bit_length()
    spectrum = np.fft.rfft(rng.standard_normal(size, dtype=np.float32))
    frequencies = np.fft.rfftfreq(size, 1 / RATE).astype(np.float32)
    shape = (
        1 / (1 + (low_hz / np.maximum(frequencies, 1)) ** 4) / (1 + (frequencies / high_hz) ** 4)
    )
    sound = np.fft.irfft(spectrum * shape, size)[:length]
    return np.asarray(sound / np.abs(sound).max(), dtype=np.float32)


def _falling(seconds: float, from_hz: float, to_hz: float, bend_s: float, decay_s: float) -> Sound:
    """A decaying sine that falls from one frequency to another."""
    times = _times(seconds)
    cycles = to_hz * times + (from_hz - to_hz) * bend_s * (1 - np.exp(-times / bend_s))
    sound = np.sin(2 * np.pi * cycles) * np.exp(-times / decay_s)
    return np.asarray(sound, dtype=np.float32)


def _dying(sound: Sound, decay_s: float) -> Sound:
    times = np.arange(len(sound), dtype=np.float32) / np.float32(RATE)
    return np.asarray(sound * np.exp(-times / np.float32(decay_s)), dtype=np.float32)


def _saturated(sound: Sound) -> Sound:
    return np.asarray(np.tanh(sound), dtype=np.float32)


def _kick(rng: np.random.Generator) -> Sound:
    body = _falling(0.4, 180, 48, 0.03, 0.13)
    click = _dying(_noise(0.4, 1500, 9000, rng), 0.004)
    return _saturated(1.6 * body + 0.5 * click)


def _soft_kick(rng: np.random.Generator) -> Sound:
    return 0.9 * _falling(0.4, 90 * rng.uniform(0.97, 1.03), 50, 0.03, 0.12)


def _snare(rng: np.random.Generator) -> Sound:
    head = _falling(0.3, 260 * rng.uniform(0.97, 1.03), 185, 0.02, 0.07)
    wires = _dying(_noise(0.3, 900, 11_000, rng), 0.075)
    return _saturated(0.7 * head + 1.3 * wires)


def _hat(rng: np.random.Generator) -> Sound:
    return 0.8 * _dying(_noise(0.1, 7000, 15_000, rng), 0.022 * rng.uniform(0.8, 1.2))


def _open_hat(rng: np.random.Generator) -> Sound:
    return 0.8 * _dying(_noise(0.5, 6000, 15_000, rng), 0.14)


def _crash(rng: np.random.Generator) -> Sound:
    return _dying(_noise(2.4, 2500, 15_000, rng), 0.6)


def _ride(rng: np.random.Generator) -> Sound:
    ping = sum(_falling(0.9, hertz, hertz, 1, 0.25) for hertz in (3170.0, 4410.0, 5530.0))
    return np.asarray(0.12 * ping + 0.35 * _dying(_noise(0.9, 6000, 14_000, rng), 0.2), np.float32)


def _clap(rng: np.random.Generator) -> Sound:
    noise = _noise(0.35, 900, 6000, rng)
    sound = _dying(noise, 0.07) * 0.8
    for delay_s in (0.011, 0.021, 0.034):
        start = int(delay_s * RATE * rng.uniform(0.9, 1.1))
        sound[start:] += _dying(noise[: len(noise) - start], 0.008)
    return _saturated(sound)


def _tom(rng: np.random.Generator, hertz: float = 120.0) -> Sound:
    skin = _dying(_noise(0.6, 300, 4000, rng), 0.02)
    return _saturated(1.4 * _falling(0.6, 1.6 * hertz, hertz, 0.05, 0.2) + 0.4 * skin)


def _low_tom(rng: np.random.Generator) -> Sound:
    return _tom(rng, 75.0)


def _brush(rng: np.random.Generator) -> Sound:
    noise = _noise(0.4, 1800, 8000, rng)
    swell = np.sin(np.linspace(0, np.pi, len(noise), dtype=np.float32)) ** 2
    return np.asarray(0.45 * noise * swell, dtype=np.float32)


def _shaker(rng: np.random.Generator) -> Sound:
    noise = _noise(0.12, 5000, 12_000, rng)
    swell = np.sin(np.linspace(0, np.pi, len(noise), dtype=np.float32)) ** 2
    return np.asarray(0.5 * noise * swell, dtype=np.float32)


def _clang(rng: np.random.Generator) -> Sound:
    """A struck pipe with inharmonic partials."""
    times = _times(0.7)
    sound = np.zeros_like(times)
    for hertz in (311.0, 523.0, 847.0, 1371.0, 2218.0, 3590.0):
        sound += np.sin(2 * np.pi * hertz * rng.uniform(0.99, 1.01) * times) * np.exp(-times / 0.12)
    return _saturated(sound + 0.8 * _dying(_noise(0.7, 2000, 12_000, rng), 0.03))


def _tambourine(rng: np.random.Generator) -> Sound:
    return 0.7 * _dying(_noise(0.2, 6500, 14_000, rng), 0.05)


_KIT: Final[dict[int, Callable[[np.random.Generator], Sound]]] = {
    KICK: _kick,
    SNARE: _snare,
    HAT: _hat,
    OPEN_HAT: _open_hat,
    CRASH: _crash,
    CLAP: _clap,
    TOM: _tom,
    LOW_TOM: _low_tom,
    BRUSH: _brush,
    SHAKER: _shaker,
    SOFT_KICK: _soft_kick,
    CLANG: _clang,
    TAMBOURINE: _tambourine,
    RIDE: _ride,
}
