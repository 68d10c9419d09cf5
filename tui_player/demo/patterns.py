"""Patterns: chords held, broken or strummed, bass lines, and drum grids."""

from collections.abc import Mapping, Sequence

from tui_player.demo.theory import Chord, Note, bass_pitch

Bars = Sequence[tuple[int, ...]]
"""A voicing for each bar or half bar."""


def held(bars: Bars, beats: float, velocity: float = 0.6, beat: float = 0.0) -> list[Note]:
    """Notes that hold each chord for its whole length."""
    return [
        Note(beat + index * beats, beats, pitch, velocity)
        for index, bar in enumerate(bars)
        for pitch in bar
    ]


def broken(
    bars: Bars,
    beats: float,
    order: Sequence[int],
    velocity: float = 0.6,
    beat: float = 0.0,
    *,
    ring: float = 2.0,
) -> list[Note]:
    """Broken chords. `order` gives indices in the chord; past its end they are an octave higher."""
    step = beats / len(order)
    notes = []
    for index, bar in enumerate(bars):
        for place, which in enumerate(order):
            octave, voice = divmod(which, len(bar))
            accent = 1.0 if place == 0 else 0.82 if place % 2 else 0.9
            begin = beat + index * beats + place * step
            notes.append(Note(begin, step * ring, bar[voice] + 12 * octave, velocity * accent))
    return notes


def struck(
    bars: Bars,
    beats: float,
    grid: str,
    velocity: float = 0.7,
    beat: float = 0.0,
    *,
    strum: float = 0.0,
    length: float = 0.9,
) -> list[Note]:
    """Chords in the rhythm of a grid: `X` hard, `x` normal, `o` soft, `.` a rest, `-` held.

    `strum` is the time between the voices in beats; strokes go down and up in turn.
    """
    step = beats / len(grid)
    notes = []
    for index, bar in enumerate(bars):
        for place, (mark, steps) in enumerate(_lengths(grid)):
            if mark == 0.0:
                continue
            voices = bar if place % 4 < 2 else tuple(reversed(bar))
            for voice, pitch in enumerate(voices):
                begin = beat + index * beats + place * step + voice * strum
                notes.append(Note(begin, steps * step * length, pitch, velocity * mark))
    return notes


def bass_line(
    progression: Sequence[Chord],
    beats: float,
    grid: str,
    lowest: int = 28,
    velocity: float = 0.8,
    *,
    length: float = 0.9,
) -> list[Note]:
    """Bass line on a grid: `r` root, `R` hard root, `3`, `5`, `8` intervals, `a` leading note."""
    step = beats / len(grid)
    notes = []
    for index, chord in enumerate(progression):
        root = bass_pitch(chord, lowest)
        following = bass_pitch(progression[(index + 1) % len(progression)], lowest)
        pitches = {"r": root, "R": root, "5": root + 7, "8": root + 12, "a": following - 1}
        pitches["3"] = root + chord.intervals[1]
        for place, mark in enumerate(grid):
            if mark not in pitches:
                continue
            steps = 1 + len(grid[place + 1 :]) - len(grid[place + 1 :].lstrip("-"))
            force = velocity * (1.15 if mark == "R" else 1.0)
            begin = index * beats + place * step
            notes.append(Note(begin, steps * step * length, pitches[mark], min(force, 1.0)))
    return notes


def grids(kit: Mapping[int, str], bars: int, beats: float = 4.0, beat: float = 0.0) -> list[Note]:
    """Drum notes: `kit` has a grid of one bar for each drum, which is repeated."""
    notes = []
    for drum, grid in kit.items():
        step = beats / len(grid)
        for bar in range(bars):
            notes += [
                Note(beat + bar * beats + place * step, step, drum, mark)
                for place, (mark, _) in enumerate(_lengths(grid))
                if mark
            ]
    return notes


def _lengths(grid: str) -> list[tuple[float, int]]:
    """Velocity (0 for none) and length in steps of each place of a grid."""
    marks = {"X": 1.0, "x": 0.8, "o": 0.45}
    return [
        (marks.get(mark, 0.0), 1 + len(grid[place + 1 :]) - len(grid[place + 1 :].lstrip("-")))
        for place, mark in enumerate(grid)
    ]
