"""Happy pieces: fast, major, bright, syncopated, loud."""

import numpy as np

from tui_player.demo import drums
from tui_player.demo import instruments as band
from tui_player.demo.patterns import bass_line, broken, grids, held, struck
from tui_player.demo.score import BAR, Arrangement, Part
from tui_player.demo.theory import chords, melody, shifted, voicings


def paper_kites(_rng: np.random.Generator) -> Arrangement:
    """Whistling over strummed guitar and claps, in C."""
    verse = chords("C G/B Am7 Fadd9") * 2
    bridge = chords("F G Em7 Am F G C C/E")
    form = verse[:4] + verse + bridge + verse + verse[:3] + chords("C")
    bars = voicings(form, 64)
    tune = melody(
        "3:.75 5:.75 8:.5 7:.5 8:.5 5:1 2:.75 5:.75 7:.5 6:.5 7:.5 5:1 "
        "1:.75 3:.75 6:.5 5:.5 6:.5 8:1 6:.5 5:.5 4:.5 6:.5 5:2 "
        "3:.75 5:.75 8:.5 7:.5 8:.5 10:1 9:.75 7:.75 5:.5 6:.5 7:.5 9:1 "
        "8:.75 6:.75 3:.5 5:.5 6:.5 8:1 4:.5 5:.5 6:.5 7:.5 8:2",
        72,
        "major",
    )
    second = melody(
        "10:1.5 9:.5 8:1 6:1 9:1.5 8:.5 7:1 5:1 9:.75 7:.75 5:.5 7:2 8:.5 9:.5 10:.5 8:.5 6:2 "
        "10:1.5 9:.5 8:1 10:1 9:.5 10:.5 11:.5 9:.5 7:1 9:1 8:3 -:1 5:.5 6:.5 7:.5 5:.5 8:1 -:1",
        72,
        "major",
    )
    song = shifted(tune, 16) + shifted(second, 48) + shifted(tune, 80)
    song += shifted(tune[:18], 112) + melody("8:4", 72, "major", 124)
    beat = {
        drums.KICK: "X...x...X...x.x.",
        drums.CLAP: "....X.......X...",
        drums.SNARE: "....x..o....x.oo",
        drums.HAT: "x.X.x.X.x.X.x.Xo",
        drums.TAMBOURINE: "x.oxx.oxx.oxx.ox",
    }
    kit = grids({drums.CLAP: "....x.......x.xx", drums.HAT: "x.x.x.x.x.x.x.xx"}, 4)
    kit += grids(beat, 27, beat=16) + grids({drums.CRASH: "X"}, 4, 32, 16)
    kit += grids({drums.KICK: "X", drums.CRASH: "X"}, 1, beat=124)
    return Arrangement(
        bpm=126,
        beats=32 * BAR,
        lufs=-10.0,
        presence=1.2,
        reverb_s=1.2,
        reverb_hz=5000,
        swing=0.12,
        parts=[
            Part(None, kit, 4.0, send=0.2),
            Part(None, kit, 0.0, drive=2.5, send=0.2),
            Part(
                band.STEEL,
                struck(bars, 4, "X..x..Xo.xX.x.X.", 0.85, strum=0.02, length=0.5),
                -2,
                drive=4.0,
                doubled=True,
            ),
            Part(
                band.MARIMBA,
                broken(bars, 4, (0, 2, 1, 3, 2, 4, 3, 5), 0.75, ring=0.8),
                -6,
                0.4,
                0.3,
                drive=2.0,
            ),
            Part(band.BASS, bass_line(form, 4, "R..r..8.r..r5.8."), -5, drive=2.0, send=0.02),
            Part(band.WHISTLE, song, -5, 0.1, send=0.35, drive=2.0),
            Part(band.BELL, shifted(song, 0, 12, 0.6), -13, 0.3, send=0.4),
            Part(
                band.SINGER,
                shifted(song, 0, -12),
                -8,
                -0.1,
                send=0.35,
                drive=2.0,
                doubled=True,
            ),
            Part(
                band.BRASS,
                struck(bars[12:28], 4, "X.....X...X.....", 0.9, 48),
                -6,
                spread=0.6,
                drive=2.0,
            ),
        ],
    )


def bicycle_bell(_rng: np.random.Generator) -> Arrangement:
    """A brass band on two wheels: ska in G."""
    verse = chords("G Em C D") * 2
    bridge = chords("C G/B Am7 D7 C G/B A7 D7")
    form = chords("G C G D") + verse + verse + bridge + verse + chords("G G")
    bars = voicings(form, 66)
    riff = melody(
        "5:.5! -:.5 5:.5 6:.5 8:1! 6:.5 5:.5 6:.5 -:.5 6:.5 5:.5 3:1 1:.5 3:.5 "
        "4:.5! -:.5 4:.5 5:.5 6:1! 8:.5 6:.5 5:.5 4:.5 3:.5 2:.5 5:1! -:1 "
        "5:.5! -:.5 5:.5 6:.5 8:1! 9:.5 8:.5 10:.5 -:.5 10:.5 9:.5 8:1 6:.5 5:.5 "
        "6:.5! 8:.5 6:.5 5:.5 4:1 6:1 5:.5 6:.5 7:.5 8:.5 9:1! -:1",
        67,
        "major",
    )
    answer = melody(
        "8:1.5 6:.5 5:1 6:1 7:1.5 5:.5 3:1 5:1 6:.5 8:.5 6:.5 5:.5 3:2 4:.5 5:.5 6:.5 7:.5 9:2 "
        "10:1.5 8:.5 6:1 8:1 9:1.5 7:.5 5:1 7:1 9:.5 8:.5 9:.5 10:.5 #11:2 "
        "9:.5! -:.5 9:.5 7:.5 9:2",
        67,
        "major",
    )
    horns = shifted(riff, 16) + shifted(riff, 48) + shifted(answer, 80) + shifted(riff, 112)
    horns += melody("5:.5 6:.5 7:.5 9:.5 8:1! -:1 8:.5! -:3.5", 67, "major", 144)
    # A third below, within the key. The third below B, E, F sharp and C sharp is major.
    low_horns = [
        shifted([each], 0, -4 if each.pitch % 12 in {11, 4, 6, 1} else -3)[0] for each in horns
    ]
    beat = {
        drums.KICK: "X.......X.x.....",
        drums.SNARE: "....X.......X..o",
        drums.HAT: "x.X.x.X.x.X.x.X.",
        drums.TAMBOURINE: "..x...x...x...x.",
    }
    kit = grids({drums.HAT: "x.X.x.X.x.X.x.X.", drums.KICK: "X.......X......."}, 3)
    kit += grids({drums.SNARE: "x.xxx.xxX.XXXXXX"}, 1, beat=12) + grids(beat, 33, beat=16)
    kit += grids({drums.CRASH: "X"}, 4, 32, 16)
    kit += grids({drums.KICK: "X.......", drums.CRASH: "X......."}, 1, beat=148)
    bell = melody("12:.25 12:.75 -:3", 79, "major")
    rings = [each for bar in (3, 11, 19, 27, 35) for each in shifted(bell, bar * 4)]
    return Arrangement(
        bpm=152,
        beats=38 * BAR,
        lufs=-11.0,
        presence=0.8,
        reverb_s=1.0,
        reverb_hz=5000,
        swing=0.25,
        parts=[
            Part(None, kit, 0.0, send=0.2),
            Part(None, kit, -4.0, drive=2.5, send=0.2),
            Part(
                band.STEEL,
                struck(bars, 4, "..X...X...X...X.", 0.85, strum=0.015),
                -4,
                0.5,
                drive=3.0,
            ),
            Part(
                band.ORGAN,
                struck(bars, 4, "..x...x...x...xx", 0.7, length=0.7),
                -9,
                -0.5,
                drive=1.5,
            ),
            Part(band.UPRIGHT, bass_line(form, 4, "R.3.5.a."), 3, drive=1.5, send=0.03),
            Part(band.BRASS, horns, -4, 0.15, drive=1.5),
            Part(band.BRASS, low_horns, -7, -0.25, drive=1.5),
            Part(
                band.PIANO,
                struck(bars[20:28], 4, "x.x.x.x.x.xxx.x.", 0.7, 80),
                -8,
                spread=0.5,
                drive=3.0,
            ),
            Part(band.BELL, rings, -14, 0.6, send=0.4),
        ],
    )


def neon_lemonade(_rng: np.random.Generator) -> Arrangement:
    """A dance floor at noon: house in D."""
    loop = chords("Gmaj7 A F#m7 Bm7")
    lift = chords("Gmaj7 A Bm7 D/F#")
    form = loop + loop * 2 + lift * 2 + loop * 2 + loop[:3] + chords("D")
    bars = voicings(form, 67)
    hook = melody(
        "10:.5 9:.25 10:.5 12:.75 10:.5 9:.5 8:1 9:.5 8:.25 9:.5 10:.75 9:.5 8:.5 7:1 "
        "8:.5 7:.25 8:.5 9:.75 8:.5 7:.5 5:1 6:.5 5:.25 6:.5 8:.75 9:.5 10:.5 9:1",
        62,
        "major",
    )
    chorus = shifted(hook, 16) + shifted(hook, 32) + shifted(hook, 80) + shifted(hook, 96, 0, 1.1)
    soar = melody(
        "12:3 10:1 9:1.5 10:.5 12:2 13:3 12:1 10:1.5 9:.5 8:2", 62, "major", velocity=0.85
    )
    chorus += shifted(soar, 48) + shifted(soar, 64)
    beat = {
        drums.KICK: "X...X...X...X...",
        drums.CLAP: "....X.......X...",
        drums.OPEN_HAT: "..x...x...x...x.",
        drums.HAT: "o.ooo.ooo.ooo.oo",
        drums.SHAKER: "xoxoxoxoxoxoxoxo",
    }
    kit = grids({drums.KICK: "X...X...X...X...", drums.HAT: "..x...x...x...x."}, 4)
    kit += grids(beat, 26, beat=16) + grids({drums.CRASH: "X"}, 4, 32, 16)
    kit += grids({drums.SNARE: "x.x.x.x.xxxxXXXX"}, 1, beat=76)
    kit += grids({drums.KICK: "X", drums.CRASH: "X"}, 1, beat=124)
    stabs = struck(bars[4:31], 4, "X..X..X...X..X..", 0.85, 16, length=0.5)
    return Arrangement(
        bpm=125,
        beats=32 * BAR,
        lufs=-10.5,
        presence=1.0,
        reverb_s=1.6,
        reverb_hz=6000,
        looseness_s=0.002,
        parts=[
            Part(None, kit, 4.0, send=0.2),
            Part(None, kit, 0.0, drive=2.5, send=0.2),
            Part(band.SUPERSAW, stabs, -6, spread=0.8, drive=4.0, ducks=True),
            Part(band.PAD, held(bars, 4, 0.6), -16, spread=0.8, drive=2.0, ducks=True),
            Part(
                band.SYNTH_PLUCK,
                broken(bars, 4, (0, 2, 3, 1, 4, 2, 5, 3) * 2, 0.7, ring=0.8),
                -4,
                spread=0.9,
                drive=2.0,
            ),
            Part(
                band.SYNTH_BASS,
                bass_line(form, 4, "..r.r.r8..r.r.8r", 26),
                -6,
                drive=2.0,
                send=0.0,
            ),
            Part(band.LEAD, chorus, -4, send=0.25, drive=2.0),
            Part(
                band.PIANO,
                struck(bars[12:28], 4, "X..X..X...X..X..", 0.9, 48, length=0.5),
                -2,
                spread=0.5,
                drive=4.0,
            ),
            Part(band.SINGER, chorus, -6, -0.2, send=0.4, drive=2.0, doubled=True),
        ],
    )
