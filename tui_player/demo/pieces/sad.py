"""Sad pieces: slow songs in minor over a dry, sparse beat."""

import numpy as np

from tui_player.demo import drums
from tui_player.demo import instruments as band
from tui_player.demo.patterns import bass_line, broken, grids, held
from tui_player.demo.score import BAR, Arrangement, Part
from tui_player.demo.theory import chords, melody, shifted, voicings


def letters_unsent(_rng: np.random.Generator) -> Arrangement:
    """A felt piano and a voice in A minor, with a slow beat."""
    form = chords("Am Em/G Fmaj7 C/E Dm Am/C Bdim E7 Am Em/G F Dm Am/E E7 Am")
    bars = voicings(form, 55)
    left = broken(bars[:14], 4, (0, 1, 2, 1, 3, 2), 0.42, ring=3.0) + held(bars[14:], 4, 0.35, 56)
    tune = melody(
        "-:1 5:1.5 4:.5 3:1 2:2.5 1:.5 2:1 3:3 1:1 5:2 -:2 "
        "-:1 6:1.5 5:.5 4:1 3:2.5 2:.5 1:1 2:2 4:1 3:1 2:3 -:1 "
        "-:1 8:1.5 7:.5 5:1 5:2 3:1 2:1 3:2.5 4:.5 3:1 2:1 1:1 6:2 "
        "5:2 3:1 2:1 1:1~ 2:1~ 3:1~ 2:1~ 1:4~",
        69,
        "minor",
        velocity=0.55,
    )
    far = melody(
        "5:4 6:3 5:1 5:4 4:3 3:1 3:4 4:2 2:2 2:3 #0:1 -:4 "
        "7:3 8:1 8:2 6:2 6:3 4:1 5:2 3:2 #7:2 5:2 8:4~",
        69,
        "minor",
        4,
        0.6,
    )
    sighs = melody("3:2~ 2:2~", 57, "minor", 36, 0.4) + melody("1:2~ #0:2~", 57, "minor", 52, 0.4)
    beat = {
        drums.KICK: "X.....x...X.....",
        drums.CLAP: "....X.......X...",
        drums.SNARE: "....x..o....x.oo",
        drums.HAT: "x.X.x.X.x.X.x.Xo",
        drums.TAMBOURINE: "x.o.x.o.x.o.x.o.",
    }
    kit = grids({drums.HAT: "x.o.x.o.x.o.x.oo"}, 1, beat=4) + grids(beat, 13, beat=8)
    return Arrangement(
        bpm=58,
        beats=15 * BAR,
        lufs=-18.0,
        reverb_s=2.4,
        reverb_hz=2200,
        presence=3.0,
        hiss_db=-46.0,
        looseness_s=0.012,
        swing=0.3,
        tail_s=4.5,
        fade_out_s=4.0,
        parts=[
            Part(None, kit, 9.0, send=0.15),
            Part(band.FELT_PIANO, left, -4, 0.05, 0.4, send=0.4),
            Part(band.FELT_PIANO, tune, 1, -0.05, 0.2, send=0.45),
            Part(band.FELT_PIANO, sighs, -5, 0.0, 0.3, send=0.4),
            Part(band.BASS, bass_line(form, 4, "r-----r-5-------", 28, 0.6), -2, send=0.05),
            Part(band.SINGER, far, 2, -0.03, send=0.6),
        ],
    )


def november_harbour(_rng: np.random.Generator) -> Arrangement:
    """A cello and a voice in D minor, with low strings and a slow drum."""
    form = chords("Dm Bb Gm Asus4 Dm/F Gm Dm/A A Bb F/A Gm Dm A Dm")
    bars = voicings(form, 57)
    song = melody(
        "-:2 5:1 4:1 3:3 1:1 2:2 4:2 5:2 6:1~ 5:1 8:3 7:1 6:2 5:1 4:1 5:2 #7:1 5:1 6:3 -:1 "
        "5:2 8:1 7:1 6:3 4:1 5:1.5 4:.5 3:1 1:1 2:2 #0:2 1:5",
        50,
        "minor",
        4,
        0.7,
    )
    march = {
        drums.KICK: "X.......X.......",
        drums.SNARE: "....X..o....X.oo",
        drums.HAT: "x.o.x.o.x.o.x.o.",
        drums.TAMBOURINE: "....x.......x...",
    }
    kit = grids({drums.KICK: "X.......x......."}, 1, beat=4) + grids(march, 12, beat=8)
    return Arrangement(
        bpm=54,
        beats=14 * BAR + 2,
        lufs=-17.5,
        reverb_s=3.0,
        reverb_hz=2200,
        presence=3.0,
        hiss_db=-48.0,
        looseness_s=0.018,
        rubato_s=0.06,
        tail_s=4.0,
        fade_in_s=0.6,
        fade_out_s=4.0,
        parts=[
            Part(None, kit, 10.0, send=0.1),
            Part(band.STRINGS, held(bars, 4, 0.42), -17, spread=0.7, send=0.25),
            Part(band.STRINGS, bass_line(form, 4, "r---", 33, 0.45, length=1.0), -15, 0.25),
            Part(band.CELLO, song, 2, 0.1, send=0.45),
            Part(band.SINGER, shifted(song, 0, 12), 5, -0.1, send=0.5),
        ],
    )


def empty_room(_rng: np.random.Generator) -> Arrangement:
    """A guitar picked slowly in E minor, a beat, and a low voice."""
    verse = chords("Em Em/D Cmaj7 B7 Em Em/D Am6 B7")
    form = verse + chords("Am Em C Em/B Am B7 Em Em")
    bars = voicings(form, 57)
    picked = broken(bars[:15], 4, (0, 2, 1, 3, 1, 2, 1, 2), 0.45, ring=3.0)
    picked += held(bars[15:], 4, 0.35, 60)
    song = melody(
        "-:2 3:1 2:1 1:3 -:1 2:2 3:1 4:1 2:3 -:1 "
        "8:2 7:1 5:1 5:3 3:1 6:2 5:1 3:1 3:2 2:1 1:1 4:2 3:1 1:1 2:2 #0:2~ 1:6~",
        52,
        "minor",
        4,
        0.5,
    )
    hum = shifted(song[-14:], 0, force=0.8)
    beat = {
        drums.KICK: "X.....x.X.......",
        drums.CLAP: "....x.......x...",
        drums.SNARE: "....X.......X..o",
        drums.HAT: "x.X.x.X.x.X.x.Xo",
        drums.TAMBOURINE: "x.o.x.o.x.o.x.o.",
    }
    kit = grids({drums.HAT: "x.o.x.o.x.o.x.o."}, 2, beat=4) + grids(beat, 12, beat=12)
    return Arrangement(
        bpm=66,
        beats=16 * BAR,
        lufs=-17.5,
        reverb_s=2.2,
        reverb_hz=2400,
        presence=3.0,
        hiss_db=-46.0,
        looseness_s=0.012,
        tail_s=4.0,
        fade_out_s=3.5,
        parts=[
            Part(None, kit, 9.0, send=0.1),
            Part(band.NYLON, picked, 3, -0.1, 0.2, send=0.3),
            Part(band.BASS, bass_line(form, 4, "r-----r-5-------", 28, 0.7), 1, send=0.05),
            Part(band.SINGER, song, 9, 0.0, send=0.5),
            Part(band.CELLO, hum, -5, 0.35, send=0.5),
        ],
    )
