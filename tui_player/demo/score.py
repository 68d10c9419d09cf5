"""What a piece is: parts, who plays them, and in what room."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from tui_player.demo.synth import Voice
from tui_player.demo.theory import Note

BAR: Final = 4.0
"""Beats."""


@dataclass(frozen=True)
class Part:
    """One player. Without a voice it is the drummer."""

    voice: Voice | None
    notes: list[Note]
    level_db: float = 0.0
    pan: float = 0.0
    """-1 left, 1 right."""
    spread: float = 0.0
    """How far low notes sit to the left and high ones to the right."""
    send: float = 0.25
    """Into the reverb."""
    drive: float = 0.0
    """Of an amplifier that the whole part goes through."""
    echo_beats: float = 0.0
    """Between repeats."""
    ducks: bool = False
    """Gives way to the kick drum."""
    doubled: bool = False
    """Played twice, once for each ear."""


@dataclass(frozen=True)
class Arrangement:
    """All parts of a piece, and how they are put together."""

    bpm: float
    beats: float
    """Until the last notes end; their echoes go on."""
    parts: list[Part]
    lufs: float
    """Loudness of the whole."""
    reverb_s: float = 1.6
    reverb_hz: float = 3000.0
    """Above which the room swallows."""
    brightest_hz: float = 17_000.0
    presence: float = 0.0
    """How much what lies above 2 kHz is lifted; 1 is twice as strong."""
    hiss_db: float = -90.0
    """Noise of the tape below the music: a little makes quiet music feel near."""
    looseness_s: float = 0.006
    """By how much players miss the beat (standard deviation)."""
    rubato_s: float = 0.0
    """How far the beat sways."""
    swing: float = 0.0
    """0 straight eighths, 1 triplets."""
    tail_s: float = 3.0
    fade_in_s: float = 0.02
    fade_out_s: float = 2.5


@dataclass(frozen=True)
class Piece:
    """A composition and what its file says of it."""

    title: str
    artist: str
    album: str
    track: int
    genre: str
    year: int
    quadrant: str
    """The mood it was written for."""
    compose: Callable[[np.random.Generator], Arrangement]
    suffix: str = ".ogg"
    """File format, of those that libsndfile writes."""
