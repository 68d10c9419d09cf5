"""Renders a score to sound."""

import numpy as np

from tui_player.demo import drums, effects
from tui_player.demo.effects import Mix
from tui_player.demo.score import Arrangement, Part, Piece
from tui_player.demo.synth import RATE, Sound, note
from tui_player.demo.theory import Note

DRUM_TAKES = 3
"""Number of different strokes of each drum, so that repeats sound natural."""


def render(piece: Piece, seconds: float | None = None) -> Mix:
    """Render the piece, or its first `seconds`, to [2, N] float32 within -1..1 at `RATE`.

    The same piece always gives the same samples.
    """
    # The title is the seed, so a change of one piece does not change the others.
    rng = np.random.default_rng(list(piece.title.encode()))
    arrangement = piece.compose(rng)
    clock = _Clock(arrangement)
    length_s = clock.seconds(arrangement.beats) + arrangement.tail_s
    fade_out_s = arrangement.fade_out_s
    if seconds is not None and seconds < length_s:
        length_s, fade_out_s = seconds, min(seconds / 8, 0.5)
    dry, sent = _played(arrangement, clock, int(length_s * RATE), rng)
    wet = effects.reverb(sent, arrangement.reverb_s, arrangement.reverb_hz, rng)
    hiss = rng.standard_normal(dry.shape, dtype=np.float32)
    mix = effects.filtered(dry + wet, 25, arrangement.brightest_hz, arrangement.presence)
    mix += hiss * np.float32(10 ** (arrangement.hiss_db / 20) * np.sqrt(np.mean(mix**2)))
    mix = effects.faded(mix, arrangement.fade_in_s, fade_out_s)
    return effects.mastered(mix, arrangement.lufs)


class _Clock:
    """Converts beats to seconds, with swing and rubato."""

    def __init__(self, arrangement: Arrangement) -> None:
        self._beat_s = 60.0 / arrangement.bpm
        self._rubato_s = arrangement.rubato_s
        self._half = 0.5 + arrangement.swing / 6

    def seconds(self, beat: float) -> float:
        whole, part = divmod(beat, 1.0)
        if part < 0.5:
            warped = part * self._half / 0.5
        else:
            warped = self._half + (part - 0.5) * (1 - self._half) / 0.5
        sway = self._rubato_s * (1 - np.cos(2 * np.pi * beat / 8)) / 2
        return float((whole + warped) * self._beat_s + sway)


def _played(
    arrangement: Arrangement, clock: _Clock, length: int, rng: np.random.Generator
) -> tuple[Mix, Mix]:
    """Play all parts; returns the dry mix and the input of the reverb."""
    dry, sent = np.zeros((2, length), np.float32), np.zeros((2, length), np.float32)
    kicks = _kicks(arrangement, clock)
    for part in arrangement.parts:
        if part.doubled:
            takes = [_take(part, arrangement, clock, length, rng) for _ in range(2)]
            mix = np.stack([takes[0][0], takes[1][1]]) * np.float32(1.3)
        else:
            mix = _take(part, arrangement, clock, length, rng)
        if part.drive:
            mix = effects.driven(mix, part.drive)
        if part.echo_beats:
            mix = effects.echoed(mix, part.echo_beats * 60 / arrangement.bpm, 0.38)
        if part.ducks:
            mix = effects.ducked(mix, kicks, 0.75, 50 / arrangement.bpm)
        mix *= np.float32(10 ** (part.level_db / 20))
        dry += mix
        sent += np.float32(part.send) * mix
    return dry, sent


def _kicks(arrangement: Arrangement, clock: _Clock) -> Sound:
    """Times of the kick drum, seconds."""
    beats = [
        each.beat
        for part in arrangement.parts
        if part.voice is None
        for each in part.notes
        if each.pitch == drums.KICK
    ]
    return np.array([clock.seconds(beat) for beat in beats], dtype=np.float32)


def _take(
    part: Part, arrangement: Arrangement, clock: _Clock, length: int, rng: np.random.Generator
) -> Mix:
    """Play a part once; repeated sounds are rendered once."""
    mix = np.zeros((2, length), dtype=np.float32)
    sounds: dict[tuple[int, ...], Sound] = {}
    for each in part.notes:
        missed_s = rng.normal(0, arrangement.looseness_s)
        start = int(max(clock.seconds(each.beat) + missed_s, 0) * RATE)
        if start >= length:
            continue
        held_s = clock.seconds(each.beat + each.beats) - clock.seconds(each.beat)
        key = _kind(part, each, held_s, rng)
        if key not in sounds:
            sounds[key] = _sound(part, each, held_s, rng)
        sound = sounds[key][: length - start]
        left, right = _panned(part, each)
        loudness = each.velocity**1.5 * rng.uniform(0.9, 1.1)
        mix[0, start : start + len(sound)] += np.float32(loudness * left) * sound
        mix[1, start : start + len(sound)] += np.float32(loudness * right) * sound
    return mix


def _kind(part: Part, each: Note, held_s: float, rng: np.random.Generator) -> tuple[int, ...]:
    """Key of a note's sound; notes with the same key share one sound."""
    if part.voice is None:
        return (each.pitch, int(rng.integers(DRUM_TAKES)))
    return (each.pitch, round(held_s * 50), round(each.velocity * 4))


def _sound(part: Part, each: Note, held_s: float, rng: np.random.Generator) -> Sound:
    if part.voice is None:
        return drums.drum(each.pitch, rng)
    return note(part.voice, each.pitch, held_s, each.velocity, rng)


def _panned(part: Part, each: Note) -> tuple[float, float]:
    """Gains of left and right, with constant power."""
    place = part.pan + part.spread * (each.pitch - 62) / 24 if part.voice else part.pan
    angle = (min(max(place, -1), 1) + 1) * np.pi / 4
    return float(np.cos(angle)), float(np.sin(angle))
