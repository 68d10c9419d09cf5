"""Music theory: pitches (MIDI numbers), scales, chords and voice leading."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SCALES: Final = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "harmonic minor": (0, 2, 3, 5, 7, 8, 11),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
}
"""Semitones above the tonic of each scale."""

_QUALITIES: Final = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "5": (0, 7, 12),
    "6": (0, 4, 7, 9),
    "m6": (0, 3, 7, 9),
    "7": (0, 4, 7, 10),
    "m7": (0, 3, 7, 10),
    "maj7": (0, 4, 7, 11),
    "9": (0, 4, 10, 14),
    "m9": (0, 3, 10, 14),
    "maj9": (0, 4, 11, 14),
    "add9": (0, 4, 7, 14),
    "madd9": (0, 3, 7, 14),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "dim": (0, 3, 6),
}
_STEPS: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_SYMBOL: Final = re.compile(r"([A-G][#b]?)([a-z0-9]*)(?:/([A-G][#b]?))?")


@dataclass(frozen=True, slots=True)
class Note:
    """One note of a score."""

    beat: float
    """Start, in beats from the start of the piece."""
    beats: float
    """Length in beats."""
    pitch: int
    """MIDI number, or a drum's number in the kit."""
    velocity: float
    """Strength, 0..1."""


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord of pitch classes."""

    root: int
    intervals: tuple[int, ...]
    bass: int
    """Pitch class of the lowest note."""


def pitch_class(name: str) -> int:
    """Pitch class (0..11) of a note name such as `F#`."""
    return (_STEPS[name[0]] + name.count("#") - name[1:].count("b")) % 12


def chord(symbol: str) -> Chord:
    """Parse a chord symbol such as `Am7` or `G/B`. Raises `ValueError` for an unknown form."""
    match = _SYMBOL.fullmatch(symbol)
    if match is None:
        raise ValueError(f"no chord: {symbol}")
    root = pitch_class(match[1])
    bass = pitch_class(match[3]) if match[3] else root
    return Chord(root, _QUALITIES[match[2]], bass)


def chords(symbols: str) -> list[Chord]:
    """Parse several chord symbols with spaces between them."""
    return [chord(symbol) for symbol in symbols.split()]


def voicings(progression: Sequence[Chord], centre: int) -> list[tuple[int, ...]]:
    """Voicings near `centre` with the least voice movement."""
    voiced: list[tuple[int, ...]] = []
    for this in progression:
        classes = [(this.root + interval) % 12 for interval in this.intervals]
        reach = range(centre - 9, centre + 10)
        places = [[pitch for pitch in reach if pitch % 12 == each] for each in classes]
        options = [tuple(sorted(option)) for option in itertools.product(*places)]
        near = voiced[-1] if voiced else (centre,) * len(classes)
        voiced.append(min(options, key=lambda option: _distance(option, near, centre)))
    return voiced


def _distance(option: tuple[int, ...], near: tuple[int, ...], centre: int) -> float:
    """Cost of a voicing: movement, distance from `centre`, and crowded voices."""
    moves = sum(min(abs(pitch - other) for other in near) for pitch in option)
    drift = abs(sum(option) / len(option) - centre)
    crowded = sum(upper - lower < 2 for lower, upper in itertools.pairwise(option))
    return moves + 0.6 * drift + 4 * crowded


def bass_pitch(of: Chord, lowest: int) -> int:
    """The chord's bass note in the octave above `lowest`."""
    return lowest + (of.bass - lowest) % 12


def melody(
    text: str, tonic: int, scale: str, beat: float = 0.0, velocity: float = 0.8
) -> list[Note]:
    """Parse a melody such as `5:1 8:.5 -:.5 b3:2`: scale degree, colon, beats.

    Degree 8 is the tonic an octave up, `-` is a rest, and `0` and below go down. `b` and `#` alter
    a degree. A trailing `!` accents a note, and a trailing `~` softens it.
    """
    notes = []
    for word in text.split():
        degree, _, length = word.partition(":")
        beats = float(length.rstrip("!~"))
        if degree != "-":
            force = velocity * (1.2 if word.endswith("!") else 0.75 if word.endswith("~") else 1.0)
            notes.append(Note(beat, beats, _degree(degree, tonic, scale), min(force, 1.0)))
        beat += beats
    return notes


def _degree(text: str, tonic: int, scale: str) -> int:
    """Pitch of a degree such as `3`, `b7` or `-1` (two steps below the tonic)."""
    steps = SCALES[scale]
    octave, step = divmod(int(text.lstrip("#b")) - 1, len(steps))
    return tonic + 12 * octave + steps[step] + text.count("#") - text.count("b")


def shifted(
    notes: Sequence[Note], beats: float, semitones: int = 0, force: float = 1.0
) -> list[Note]:
    """Shift notes in time and pitch, and scale their velocity."""
    return [
        Note(note.beat + beats, note.beats, note.pitch + semitones, min(note.velocity * force, 1.0))
        for note in notes
    ]
