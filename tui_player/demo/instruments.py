"""Voices of the instruments."""

from typing import Final

from tui_player.demo.synth import Voice, plucked, saw, square

PIANO: Final = Voice(
    saw(20, 1.35), 0.003, 1.3, 0.2, damping=0.7, detune_cents=(-1.1, 1.2), breath=0.04
)
FELT_PIANO: Final = Voice(
    saw(14, 1.75), 0.008, 1.5, 0.5, damping=0.9, detune_cents=(-1.3, 1.1), breath=0.08
)
ELECTRIC_PIANO: Final = Voice(
    (1, 0.35, 0.2, 0.12, 0.06, 0.04, 0.03, 0.02, 0, 0, 0, 0, 0.05, 0.1),
    0.004,
    1.5,
    0.25,
    damping=1.6,
    detune_cents=(-2.0, 2.0),
)
NYLON: Final = Voice(plucked(22, 0.21, 1.15), 0.003, 0.95, 0.18, damping=1.0, breath=0.03)
STEEL: Final = Voice(
    plucked(26, 0.14, 1.0), 0.002, 0.8, 0.08, damping=0.6, detune_cents=(-3, 3), breath=0.03
)
HARP: Final = Voice(plucked(20, 0.29, 1.25), 0.004, 1.1, 0.6, damping=1.1)
MARIMBA: Final = Voice(
    (1, 0.3, 0.1), 0.002, 0.4, 0.2, damping=0.35, breath=0.04, ratios=(1.0, 3.93, 9.4)
)
BELL: Final = Voice((1, 0.4, 0.2, 0.08), 0.002, 1.5, 0.9, damping=0.35, ratios=(1, 2.76, 5.4, 8.93))
VIBRAPHONE: Final = Voice((1, 0.18, 0.05), 0.006, 1.6, 0.5, damping=0.5, ratios=(1, 4.0, 9.8))

BASS: Final = Voice(plucked(14, 0.24, 1.1), 0.003, 0.7, 0.05, damping=0.7, breath=0.02)
UPRIGHT: Final = Voice((1, 0.55, 0.25, 0.1, 0.04), 0.008, 0.6, 0.1, damping=1.3, breath=0.03)
SYNTH_BASS: Final = Voice(saw(18, 1.0), 0.004, 0.4, 0.05, damping=1.1, drive=1.0)
REESE: Final = Voice(saw(40, 0.85), 0.004, 0.0, 0.03, detune_cents=(-24, 1, 22), drive=2.5)

PAD: Final = Voice(
    saw(20, 1.35), 1.4, 0.0, 2.4, opening=3.0, detune_cents=(-8.0, 0.5, 7.0), breath=0.01
)
STRINGS: Final = Voice(
    saw(24, 1.2), 0.4, 0.0, 0.8, opening=0.5, detune_cents=(-7, -2, 4, 8), vibrato_cents=7
)
CELLO: Final = Voice(
    saw(26, 1.1), 0.12, 0.0, 0.3, opening=0.25, vibrato_cents=15, vibrato_hz=5.0, breath=0.015
)
FLUTE: Final = Voice(
    (1, 0.5, 0.3, 0.12, 0.06, 0.03), 0.08, 0.0, 0.16, vibrato_cents=12, breath=0.05
)
WHISTLE: Final = Voice(
    (1, 0.12, 0.04), 0.03, 0.0, 0.08, vibrato_cents=16, vibrato_hz=5.8, breath=0.05
)
BRASS: Final = Voice(
    saw(24, 0.95), 0.02, 0.0, 0.06, opening=0.05, detune_cents=(-5, 4), vibrato_cents=9
)
SINGER: Final = Voice(
    saw(40, 0.75),
    0.09,
    0.0,
    0.2,
    opening=0.12,
    detune_cents=(-3, 4),
    vibrato_cents=24,
    vibrato_hz=5.3,
    breath=0.03,
    formants=((640, 110, 1.0), (1120, 130, 0.7), (2650, 240, 0.5), (3400, 300, 0.25)),
)
"""Singing on "ah"."""
VIOLIN: Final = Voice(
    saw(36, 0.9),
    0.1,
    0.0,
    0.25,
    opening=0.15,
    vibrato_cents=20,
    vibrato_hz=5.6,
    breath=0.02,
    formants=((500, 200, 0.8), (1300, 400, 0.8), (2800, 700, 0.7)),
)
ORGAN: Final = Voice((1, 0.8, 0.5, 0.4, 0, 0.25, 0, 0.2), 0.006, 0.0, 0.04, vibrato_cents=6)
SUPERSAW: Final = Voice(saw(36, 0.9), 0.006, 0.0, 0.12, detune_cents=(-15, -9, -3, 4, 8, 14))
LEAD: Final = Voice(
    square(24, 0.9), 0.01, 0.0, 0.1, detune_cents=(-6, 6), vibrato_cents=14, opening=0.03
)
SYNTH_PLUCK: Final = Voice(saw(28, 0.9), 0.002, 0.22, 0.1, damping=0.8, detune_cents=(-7, 7))

POWER_GUITAR: Final = Voice(
    plucked(36, 0.09, 0.6), 0.002, 3.0, 0.03, damping=0.15, detune_cents=(-4, 5), breath=0.15
)
LEAD_GUITAR: Final = Voice(
    plucked(30, 0.1, 0.8), 0.004, 4.0, 0.05, damping=0.1, vibrato_cents=28, vibrato_hz=6.2
)
ALARM: Final = Voice(square(40, 0.7), 0.004, 0.0, 0.04, detune_cents=(-30, 28), drive=1.5)
