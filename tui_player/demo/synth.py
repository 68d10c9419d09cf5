"""Synthesises single notes. Mono float32 at `RATE`, with a peak of about 1.0."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]

RATE: Final = 32_000
"""Samples a second. No instrument reaches 16 kHz, so this saves a quarter of the work."""
TABLE: Final = 2048
"""Samples of one period in a wavetable."""
HIGHEST_HZ: Final = 15_000.0


@dataclass(frozen=True)
class Voice:
    """A timbre: bands of harmonics with their own envelopes, like a moving filter."""

    partials: tuple[float, ...]
    """Strength of each harmonic, the fundamental first."""
    attack_s: float = 0.005
    decay_s: float = 0.0
    """Seconds to decay to 1/e; 0 for a sustained sound."""
    release_s: float = 0.15
    damping: float = 0.0
    """How much faster high harmonics decay than low ones."""
    opening: float = 0.0
    """Time until the highest band reaches its full level, seconds."""
    detune_cents: tuple[float, ...] = (0.0,)
    vibrato_cents: float = 0.0
    vibrato_hz: float = 5.2
    breath: float = 0.0
    """Share of noise: at the start of a decaying note, throughout a sustained one."""
    drive: float = 0.0
    """Saturation of each note."""
    formants: tuple[tuple[float, float, float], ...] = ()
    """Resonances of a mouth or body: frequency and width in Hz, strength."""
    ratios: tuple[float, ...] = ()
    """Frequency ratios of the partials, if they are not harmonic (bells, bars)."""


BANDS: Final = ((0, 2), (2, 6), (6, 14), (14, 64))
"""Ranges of harmonics that share an envelope."""


def note(
    voice: Voice, pitch: float, seconds: float, force: float, rng: np.random.Generator
) -> Sound:
    """One note, held for `seconds`, then released. `force` 0..1 sets brightness, not loudness."""
    total = int((seconds + voice.release_s) * RATE)
    times = np.arange(total, dtype=np.float32) / np.float32(RATE)
    frequency = 440.0 * 2.0 ** ((pitch - 69) / 12)
    if voice.ratios:
        sound = _inharmonic(voice, frequency, times)
    else:
        sound = _harmonic(voice, frequency, times, force, rng)
    if voice.breath:
        sound += voice.breath * _breath(voice, times, rng)
    if voice.drive:
        sound = np.tanh(sound * (1 + voice.drive)) / np.tanh(1 + voice.drive)
    return _contoured(voice, sound.astype(np.float32), seconds)


def saw(harmonics: int, slope: float = 1.0) -> tuple[float, ...]:
    """Strengths of all harmonics, falling as 1/n to the power of `slope`."""
    return tuple(1.0 / number**slope for number in range(1, harmonics + 1))


def square(harmonics: int, slope: float = 1.0) -> tuple[float, ...]:
    """Strengths of the odd harmonics."""
    return tuple(number % 2 / number**slope for number in range(1, harmonics + 1))


def plucked(harmonics: int, place: float, slope: float = 1.2) -> tuple[float, ...]:
    """Strengths of a string's harmonics, plucked at `place` of its length."""
    numbers = np.arange(1, harmonics + 1)
    return tuple(float(each) for each in np.abs(np.sin(np.pi * numbers * place)) / numbers**slope)


def _harmonic(
    voice: Voice, frequency: float, times: Sound, force: float, rng: np.random.Generator
) -> Sound:
    """Sum of wavetables, one for each band of harmonics, with its own envelope."""
    sound = np.zeros_like(times)
    partials = _resonating(voice, frequency)
    scale = 1.0 / np.sqrt(sum(each**2 for each in partials) * len(voice.detune_cents)) / 1.4
    audible = int(HIGHEST_HZ / frequency)
    for cents in voice.detune_cents:
        places = _places(voice, frequency * 2.0 ** (cents / 1200), times, rng)
        for index, (low, high) in enumerate(BANDS):
            strengths = partials[low : min(high, audible)]
            if not strengths:
                break
            table = _table(low, strengths, rng)
            band = np.take(table, places)
            sound += band * (_envelope(voice, index, times) * np.float32(force ** (0.6 * index)))
    return sound * np.float32(scale)


def _resonating(voice: Voice, frequency: float) -> tuple[float, ...]:
    """Strengths of the partials after the formants."""
    if not voice.formants:
        return voice.partials
    gains = [
        0.03
        + sum(
            gain / (1 + ((number * frequency - hertz) / width) ** 2)
            for hertz, width, gain in voice.formants
        )
        for number in range(1, len(voice.partials) + 1)
    ]
    return tuple(each * gain for each, gain in zip(voice.partials, gains, strict=True))


def _places(
    voice: Voice, frequency: float, times: Sound, rng: np.random.Generator
) -> NDArray[np.intp]:
    """Index in the wavetable of each sample."""
    cycles = np.arange(len(times), dtype=np.float64) * (frequency / RATE)
    if voice.vibrato_cents:
        # The vibrato grows; its depth in cycles follows from its depth in cents.
        depth = frequency * voice.vibrato_cents / 1731 / (2 * np.pi * voice.vibrato_hz)
        grown = np.minimum(times / 0.6, 1.0)
        cycles += depth * grown * np.sin(2 * np.pi * voice.vibrato_hz * times + rng.uniform(0, 6))
    cycles += rng.uniform()
    # `TABLE` is a power of two, so a mask wraps whole cycles; it is faster than a remainder.
    cycles *= TABLE
    return cycles.astype(np.intp) & (TABLE - 1)


def _table(first: int, strengths: tuple[float, ...], rng: np.random.Generator) -> Sound:
    """One period of some harmonics; random phases keep the peaks apart."""
    spectrum = np.zeros(TABLE // 2 + 1, dtype=np.complex128)
    phases = rng.uniform(0, 2 * np.pi, len(strengths))
    spectrum[first + 1 : first + 1 + len(strengths)] = np.array(strengths) * np.exp(1j * phases)
    return np.fft.irfft(spectrum, TABLE).astype(np.float32) * np.float32(TABLE / 2)


def _envelope(voice: Voice, band: int, times: Sound) -> Sound | np.float32:
    """Envelope of a band, without the note's attack and release."""
    envelope: Sound | np.float32 = np.float32(1.0)
    if voice.decay_s:
        envelope = np.exp(times * np.float32(-(1 + voice.damping * band) / voice.decay_s))
    if voice.opening and band:
        envelope = envelope * np.minimum(times / np.float32(voice.opening * band / 3), 1.0) ** 2
    return envelope


def _inharmonic(voice: Voice, frequency: float, times: Sound) -> Sound:
    """Sum of sines at the voice's ratios; high ones decay first."""
    sound = np.zeros_like(times)
    for ratio, strength in zip(voice.ratios, voice.partials, strict=True):
        if frequency * ratio > HIGHEST_HZ:
            continue
        fall = np.float32(-(1 + voice.damping * (ratio - 1)) / voice.decay_s)
        cycles = (times.astype(np.float64) * frequency * ratio) % 1.0
        sound += strength * np.exp(times * fall) * np.sin(2 * np.pi * cycles.astype(np.float32))
    return sound / np.float32(sum(voice.partials))


def _breath(voice: Voice, times: Sound, rng: np.random.Generator) -> Sound:
    """Soft noise of hammer, finger or breath."""
    noise = rng.standard_normal(len(times) + 7, dtype=np.float32)
    soft = np.convolve(noise, np.hanning(10)[1:-1].astype(np.float32) / 3, mode="valid")
    fall = np.exp(times * np.float32(-1 / (0.02 if voice.decay_s else 60.0)))
    return np.asarray(soft[: len(times)] * fall, dtype=np.float32)


def _contoured(voice: Voice, sound: Sound, seconds: float) -> Sound:
    """Apply attack and release with smooth curves."""
    attack = max(int(voice.attack_s * RATE), 8)
    rise = np.sin(np.linspace(0, np.pi / 2, min(attack, len(sound)), dtype=np.float32)) ** 2
    sound[: len(rise)] *= rise
    held = min(int(seconds * RATE), len(sound) - 1)
    fall = np.cos(np.linspace(0, np.pi / 2, len(sound) - held, dtype=np.float32)) ** 2
    sound[held:] *= fall
    return sound
