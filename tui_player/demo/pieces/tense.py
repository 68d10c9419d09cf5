"""Tense pieces: fast, dark modes and clashing notes, distorted, harsh, loud."""

import numpy as np

from tui_player.demo import drums
from tui_player.demo import instruments as band
from tui_player.demo.patterns import bass_line, grids, struck
from tui_player.demo.score import BAR, Arrangement, Part
from tui_player.demo.theory import Chord, Note, bass_pitch, chords, melody, shifted


def _power(progression: list[Chord], lowest: int) -> list[tuple[int, ...]]:
    """Power chords: root, fifth and octave."""
    roots = [bass_pitch(each, lowest) for each in progression]
    return [(root, root + 7, root + 12) for root in roots]


def _fills(bars: list[int]) -> list[Note]:
    """Falling tom fills before each of these bars."""
    roll = {
        drums.TOM: "XxXx....",
        drums.LOW_TOM: "....XxXX",
        drums.SNARE: "X.X.X.X.",
    }
    return [each for bar in bars for each in grids(roll, 1, 2, bar * BAR - 2)]


def rust_cathedral(_rng: np.random.Generator) -> Arrangement:
    """Metal in E phrygian: the flat second and the tritone, over a double kick."""
    riff = chords("E5 E5 F5 Bb5 E5 E5 G5 F5")
    breakdown = chords("E5 F5 E5 Bb5 E5 F5 G5 F#5")
    form = riff[:4] + riff + breakdown + riff + breakdown + riff[:5] + chords("E5")
    grips = _power(form, 40)
    gallop = struck(grips[:12], 4, "X.xxX.xxX.xxX-x-", 0.85, length=0.7)
    gallop += struck(grips[12:20], 4, "X--x--X-X--xX-x-", 0.9, 48, length=0.95)
    gallop += struck(grips[20:28], 4, "XxxxXxxxXxxxX-X-", 0.85, 80, length=0.7)
    gallop += struck(grips[28:41], 4, "X.xxX.xxX--xX-x-", 0.9, 112, length=0.8)
    gallop += struck(grips[41:42], 4, "X---------------", 1.0, 164)
    scream = melody(
        "8:.25 9:.25 8:.25 9:.25 8:.5 5:.5 b5:1.5 5:.5 9:.25 8:.25 9:.25 10:.25 9:.5 8:.5 b5:2 "
        "12:.25 13:.25 12:.25 13:.25 12:.5 9:.5 8:2 b5:.5 5:.5 b5:.5 4:.5 2:2 "
        "15:1 16:1 15:.5 13:.5 b12:1 13:.25 12:.25 11:.25 10:.25 9:.25 8:.25 7:.25 6:.25 b5:2 "
        "8:.5 9:.5 b12:.5 9:.5 8:.5 9:.5 b12:1 13:.5 b12:.5 9:.5 8:.5 9:2",
        64,
        "phrygian",
        velocity=0.95,
    )
    blast = {drums.KICK: "X.x.X.x.X.x.X.x.", drums.SNARE: ".X.x.X.x.X.x.X.x"}
    thrash = {
        drums.KICK: "XxxxXxxxXxxxXxxx",
        drums.SNARE: "....X.......X...",
        drums.HAT: "x...x...x...x...",
        drums.RIDE: "X.x.X.x.X.x.X.x.",
    }
    heavy = {
        drums.KICK: "X..x..X.X..xX.x.",
        drums.SNARE: "........X.......",
        drums.OPEN_HAT: "X...X...X...X...",
    }
    kit = grids({drums.OPEN_HAT: "X...X...X...X...", drums.KICK: "X.......X......."}, 4)
    kit += grids(thrash, 8, beat=16) + grids(heavy, 8, beat=48) + grids(thrash, 8, beat=80)
    kit += grids(blast | {drums.CRASH: "X...X...X...X..."}, 8, beat=112)
    kit += grids(thrash, 5, beat=144) + grids({drums.CRASH: "X", drums.KICK: "X"}, 1, beat=164)
    kit += grids({drums.CRASH: "X.......X......."}, 16, 8, 16) + _fills([4, 12, 20, 28, 36])
    return Arrangement(
        bpm=172,
        beats=42 * BAR,
        lufs=-8.5,
        presence=1.0,
        reverb_s=1.3,
        looseness_s=0.004,
        tail_s=2.0,
        parts=[
            Part(None, kit, 1.0, send=0.1),
            Part(band.POWER_GUITAR, gallop, 0, drive=9.0, doubled=True, send=0.08),
            Part(
                band.POWER_GUITAR,
                bass_line(form, 4, "R.r.r.r.R.r.r.r.", 40, 0.9, length=1.0),
                -1,
                drive=14.0,
                doubled=True,
                send=0.1,
            ),
            # The same riff a half-step higher and softer adds tension.
            Part(band.POWER_GUITAR, shifted(gallop, 0, 1), -3, drive=9.0, doubled=True, send=0.08),
            Part(band.BASS, bass_line(form, 4, "R.rrR.rrR.rrR.r.", 28), -5, drive=3.0, send=0.0),
            Part(band.LEAD_GUITAR, shifted(scream, 80), -5, drive=12.0, echo_beats=0.75),
            Part(band.LEAD_GUITAR, shifted(scream, 112, 1), -8, 0.3, drive=12.0, echo_beats=0.75),
        ],
    )


def static_teeth(_rng: np.random.Generator) -> Arrangement:
    """Hardcore punk around B, with clashing notes a half-step away."""
    verse = chords("B5 C5 B5 F5 B5 C5 D5 C#5")
    chorus = chords("G5 F#5 C5 B5 G5 F#5 F5 C5")
    form = verse[:4] + verse + chorus + verse + chorus + chorus[:7] + chords("B5")
    grips = _power(form, 35)
    saw = struck(grips[:4], 4, "X-------X-------", 0.9)
    saw += struck(grips[4:43], 4, "XxXxXxXxXxXxXxXx", 0.9, 16, length=0.95)
    saw += struck(grips[43:], 4, "X---------------", 1.0, 172)
    shout = melody(
        "8:.5! 8:.5 b9:1 8:.5! 8:.5 b5:1 8:.5 b9:.5 8:.5 7:.5 8:2 "
        "8:.5! 8:.5 b9:1 8:.5! 8:.5 b5:1 10:.5 b9:.5 8:.5 b9:.5 8:2 "
        "8:.5! 8:.5 b9:1 8:.5! 8:.5 b5:1 8:.5 b9:.5 8:.5 7:.5 8:2 "
        "12:1! b12:1 10:1 b9:1 8:.5 b9:.5 8:.5 b9:.5 8:2",
        59,
        "minor",
        velocity=0.9,
    )
    beat = {
        drums.KICK: "X..xX...X..xX...",
        drums.SNARE: "..X...X...X...X.",
        drums.OPEN_HAT: "X.x.X.x.X.x.X.x.",
    }
    kit = grids({drums.LOW_TOM: "XxXxXxXxXxXxXxXx", drums.KICK: "X...X...X...X..."}, 4)
    kit += grids(beat, 39, beat=16) + grids({drums.CRASH: "X...X..."}, 10, 16, 16)
    kit += grids({drums.CRASH: "X.X.X.X.", drums.SNARE: "X.X.X.X."}, 1, beat=172)
    kit += _fills([4, 12, 20, 28, 36])
    squeal = [Note(48 + 8 * each, 3.5, 95 + each % 2, 0.8) for each in range(4)]
    squeal += [Note(112 + 4 * each, 3.0, 94 + each % 3, 0.8) for each in range(14)]
    voices = [part for start in (16, 80) for part in shifted(shout, start)]
    voices += shifted(shout, 112, 1) + shifted(shout, 144, 1)
    return Arrangement(
        bpm=186,
        beats=44 * BAR,
        lufs=-8.5,
        presence=1.0,
        reverb_s=0.8,
        looseness_s=0.007,
        tail_s=2.0,
        parts=[
            Part(None, kit, 1.0, send=0.1),
            Part(band.POWER_GUITAR, saw, 0, drive=11.0, doubled=True, send=0.06),
            Part(band.BASS, bass_line(form, 4, "RrrrRrrrRrrrRrrr", 28), -5, drive=5.0, send=0.0),
            Part(band.LEAD, voices, -6, drive=6.0),
            Part(band.LEAD, shifted(voices, 0, -1, 0.7), -12, -0.4, drive=6.0),
            Part(band.LEAD_GUITAR, squeal, -13, 0.5, drive=14.0),
        ],
    )


def red_signal(_rng: np.random.Generator) -> Arrangement:
    """Industrial around F, with alarms a half-step apart."""
    loop = chords("F5 F5 F#5 F5 F5 B5 F#5 E5")
    form = loop * 4 + chords("F5 F#5")
    grips = [(bass_pitch(each, 53), bass_pitch(each, 53) + 1) for each in form]
    drone = bass_line(form, 4, "R.rR.rR.r.R.rRrr", 29, 0.95, length=0.85)
    alarm = struck(grips[8:32], 4, "X-..X-..X-X-....", 0.85, 32, length=1.0)
    high = melody(
        "8:.5 9:.5 8:.5 9:.5 b5:1 -:1 8:.5 9:.5 8:.5 9:.5 12:1 -:1 "
        "b12:.25 12:.25 b12:.25 12:.25 9:1 9:1 8:1 b5:.5 5:.5 b5:.5 5:.5 9:2",
        65,
        "phrygian",
        velocity=0.9,
    )
    siren = [part for start in (64, 80, 96, 112) for part in shifted(high, start, start // 64 - 1)]
    beat = {
        drums.KICK: "X..X..X.X..X.X..",
        drums.SNARE: "....X.......X..x",
        drums.HAT: "XxXxXxXxXxXxXxXx",
    }
    storm = {
        drums.KICK: "X.X.X.X.X.X.XXXX",
        drums.SNARE: "....X..x..x.X.xx",
        drums.HAT: "XXXXXXXXXXXXXXXX",
        drums.OPEN_HAT: "..X...X...X...X.",
    }
    pipes = grids({drums.CLANG: "X.....x...x....."}, 4)
    pipes += grids({drums.CLANG: "..x...X..x....X."}, 12, beat=16)
    pipes += grids({drums.CLANG: "X..X..X..X..X.X."}, 18, beat=64)
    kit = grids({drums.KICK: "X...X...X...X..."}, 4)
    kit += grids(beat, 12, beat=16) + grids(storm, 18, beat=64)
    kit += grids({drums.CRASH: "X"}, 8, 16, 16)
    return Arrangement(
        bpm=142,
        beats=34 * BAR,
        lufs=-9.5,
        presence=1.0,
        reverb_s=1.5,
        reverb_hz=5000,
        looseness_s=0.001,
        tail_s=2.0,
        parts=[
            Part(None, kit, 0.0, drive=2.2, send=0.12),
            Part(None, kit, -4.0, send=0.1),
            Part(None, pipes, -8.0, 0.3, send=0.3),
            Part(band.REESE, drone, -3, drive=4.0, send=0.02),
            Part(band.REESE, shifted(drone, 0, 12), -9, drive=6.0, doubled=True, send=0.05),
            Part(band.ALARM, alarm, -9, 0.3, drive=2.0),
            Part(band.ALARM, siren, -9, -0.3, echo_beats=0.75, drive=3.0),
        ],
    )
