"""How chords are played: held, broken, strummed, stabbed; bass lines; drum grids."""

from collections.abc import Mapping, Sequence

from tui_player.demo.theory import Chord, Note, bass_pitch

Bars = Sequence[tuple[int, ...]]
"""A voicing for each bar (or each half of one)."""


def held(bars: Bars, beats: float, velocity: float = 0.6, beat: float = 0.0) -> list[Note]:
    """Each chord for its whole length."""
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
    """Each chord note by note: `order` gives places in the chord, past its end an octave higher."""
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
    """Each chord in the rhythm of a grid: `X` hard, `x`, `o` soft, `.` a rest, `-` held on.

    `strum` beats lie between the voices, downwards and upwards in turn.
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
    """A bass on a grid: `r` root, `R` hard, `3`, `5`, `8` of it, `a` leads to the next root."""
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
    """Drums: for each place in the kit a grid of one bar, repeated."""
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
    """For each place of a grid, how hard it is struck (0: not) and how many steps it is held."""
    marks = {"X": 1.0, "x": 0.8, "o": 0.45}
    return [
        (marks.get(mark, 0.0), 1 + len(grid[place + 1 :]) - len(grid[place + 1 :].lstrip("-")))
        for place, mark in enumerate(grid)
    ]
