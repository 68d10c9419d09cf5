"""Calm pieces: slow, major or pentatonic, soft and warm."""

import numpy as np

from tui_player.demo import drums
from tui_player.demo import instruments as band
from tui_player.demo.patterns import bass_line, broken, grids, held, struck
from tui_player.demo.score import BAR, Arrangement, Part
from tui_player.demo.theory import Note, chords, melody, shifted, voicings

PENTATONIC = (0, 2, 4, 7, 9)


def slow_tide(rng: np.random.Generator) -> Arrangement:
    """Wide pads in D, with random bells."""
    form = chords("Dmaj9 Gmaj9 Dmaj9 A6 Bm9 Gmaj9 Dmaj9 Dadd9")
    bars = voicings(form, 62)
    bells, place, beat = [], 7, 6.0
    while beat < 58:
        # A walk in small steps never leaves the scale, nor the middle of the keyboard.
        place = min(max(place + int(rng.integers(-2, 3)), 3), 12)
        octave, step = divmod(place, len(PENTATONIC))
        bells.append(Note(beat, 4.0, 62 + 12 * octave + PENTATONIC[step], rng.uniform(0.4, 0.65)))
        beat += float(rng.choice([1.0, 1.5, 2.0, 3.0]))
    glow = melody("5:8 6:4 5:4 3:8 2:6 3:2 5:8 6:6 5:2 3:8 5:8", 62, "major", 0, 0.5)
    ripples = broken(bars[2:7], 8, (0, 1, 2, 3, 4, 3, 2, 1) * 2, 0.4, 16, ring=3.0)
    return Arrangement(
        bpm=62,
        beats=64,
        lufs=-18.5,
        reverb_s=4.0,
        reverb_hz=3500,
        brightest_hz=10_000,
        hiss_db=-46.0,
        looseness_s=0.02,
        tail_s=5.0,
        fade_in_s=2.0,
        fade_out_s=6.0,
        parts=[
            Part(band.PAD, held(bars, 8, 0.55), -4, spread=0.8, send=0.5),
            Part(band.PAD, bass_line(form, 8, "r-------", 38, 0.5, length=1.0), -5, send=0.2),
            Part(band.FLUTE, glow, -17, 0.2, send=0.8),
            Part(band.HARP, ripples, -9, spread=0.9, send=0.5),
            Part(band.VIBRAPHONE, bells, -9, spread=0.6, send=0.6, echo_beats=1.5),
        ],
    )


def moss_garden(_rng: np.random.Generator) -> Arrangement:
    """Harp and flute in F, with five notes almost throughout."""
    verse = chords("Fadd9 C/E Dm7 Bbmaj7 Fadd9 C/E Bbmaj7 Csus4")
    form = chords("Fadd9 Bbadd9") + verse + verse + chords("Fadd9 Fadd9")
    bars = voicings(form, 60)
    rolling = broken(bars[:19], 4, (0, 1, 2, 3, 4, 3, 2, 3), 0.5, ring=3.5)
    tune = melody(
        "5:1.5 6:.5 8:2 6:1 5:1 3:2 2:1.5 3:.5 5:1 6:1 5:4 "
        "8:1.5 9:.5 10:2 9:1 8:1 6:2 5:1 6:1 8:1 6:1 5:4",
        65,
        "major",
        velocity=0.55,
    )
    reply = melody(
        "10:1.5 9:.5 8:2 9:1 6:1 5:2 6:1.5 8:.5 9:1 8:1 6:4 "
        "10:1.5 12:.5 10:2 9:1 8:1 6:2 6:1 5:1 3:1 2:1 5:4 5:2 6:2 8:4",
        65,
        "major",
        velocity=0.55,
    )
    drops = broken(bars[10:18], 4, (5, 3, 4, 2), 0.45, 40, ring=1.5)
    return Arrangement(
        bpm=74,
        beats=20 * BAR,
        lufs=-18.0,
        reverb_s=2.6,
        reverb_hz=4000,
        brightest_hz=11_000,
        hiss_db=-48.0,
        looseness_s=0.012,
        rubato_s=0.08,
        tail_s=4.0,
        fade_out_s=4.0,
        parts=[
            Part(band.HARP, rolling, 0, 0.0, 0.8, send=0.35),
            Part(band.PAD, held(bars, 4, 0.4), -17, spread=0.8, send=0.4),
            Part(band.UPRIGHT, bass_line(form, 4, "r---5---", 29, 0.45), -6, send=0.1),
            Part(band.FLUTE, shifted(tune, 8) + shifted(reply, 40), -9, -0.2, send=0.55),
            Part(band.MARIMBA, drops, -13, 0.4, 0.4, send=0.4),
        ],
    )


def sunday_later(_rng: np.random.Generator) -> Arrangement:
    """A quiet trio in E flat: electric piano, bass and brushes, with some vibraphone."""
    turn = chords("Fm9 Bb9 Ebmaj9 Cm9")
    middle = chords("Abmaj9 Gm7 Fm9 Bb9")
    form = turn + turn + middle + turn + chords("Fm9 Bb9 Ebmaj9 Ebmaj9")
    bars = voicings(form, 62)
    verses = melody(
        "-:1 2:.5 3:.5 4:1 6:1 5:1.5 4:.5 2:2 -:.5 3:.5 5:1 7:1.5 5:.5 8:1 7:.5 5:.5 3:2 "
        "8:1.5 7:.5 5:1 3:1 7:1.5 5:.5 3:2 6:1.5 5:.5 4:1 2:1 4:.5 5:.5 6:.5 7:.5 9:2 "
        "-:1 4:.5 5:.5 6:1 8:1 9:1.5 8:.5 6:2 -:.5 7:.5 5:1 3:1 2:1 3:3 -:1",
        63,
        "major",
        16,
        0.55,
    )
    song = verses + melody("7:1 5:1 3:2 2:2 3:2", 63, "major", 72, 0.45)
    brushes = {
        drums.BRUSH: "x...o...x...o...",
        drums.SOFT_KICK: "o.......o.......",
        drums.RIDE: "o...o..oo...o..o",
    }
    kit = grids(brushes, 19)
    comp = struck(bars[:19], 4, "x---..o-..x---..", 0.5, strum=0.03, length=1.0)
    comp += held(bars[19:], 4, 0.4, 76)
    return Arrangement(
        bpm=78,
        beats=20 * BAR,
        lufs=-18.0,
        reverb_s=1.8,
        reverb_hz=3500,
        brightest_hz=10_000,
        hiss_db=-46.0,
        looseness_s=0.012,
        swing=0.8,
        tail_s=3.5,
        fade_out_s=3.5,
        parts=[
            Part(None, kit, -9, 0.15, send=0.2),
            Part(band.ELECTRIC_PIANO, comp, -4, -0.15, 0.5, send=0.3),
            Part(band.UPRIGHT, bass_line(form, 4, "r--5r--a", 27, 0.55), -2, send=0.05),
            Part(band.VIBRAPHONE, song, -6, 0.0, 0.2, send=0.4),
        ],
    )
