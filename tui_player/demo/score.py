"""Types of a score: parts, arrangements and pieces."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from tui_player.demo.synth import Voice
from tui_player.demo.theory import Note

BAR: Final = 4.0
"""Length of a bar in beats."""


@dataclass(frozen=True)
class Part:
    """The notes of one player. A part without a voice is for the drums."""

    voice: Voice | None
    notes: list[Note]
    level_db: float = 0.0
    pan: float = 0.0
    """-1 left, 1 right."""
    spread: float = 0.0
    """Stereo width: low notes are to the left, high ones to the right."""
    send: float = 0.25
    """Level sent to the reverb."""
    drive: float = 0.0
    """Overdrive of the whole part."""
    echo_beats: float = 0.0
    """Time between echoes in beats; 0 for no echo."""
    ducks: bool = False
    """Whether the kick drum ducks the part."""
    doubled: bool = False
    """Whether the part is played twice, once for each ear."""


@dataclass(frozen=True)
class Arrangement:
    """All parts of a piece, and the settings of the mix."""

    bpm: float
    beats: float
    """Length until the last notes end, beats; echoes may go on."""
    parts: list[Part]
    lufs: float
    """Loudness of the piece, LUFS."""
    reverb_s: float = 1.6
    reverb_hz: float = 3000.0
    """Frequency above which the reverb is damped, Hz."""
    brightest_hz: float = 17_000.0
    presence: float = 0.0
    """Boost above 2 kHz; 1 doubles the strength."""
    hiss_db: float = -90.0
    """Level of tape noise relative to the music, dB; a little makes quiet music sound close."""
    looseness_s: float = 0.006
    """Standard deviation of the players' timing, seconds."""
    rubato_s: float = 0.0
    """Depth of the rubato, seconds."""
    swing: float = 0.0
    """Swing: 0 for straight eighths, 1 for triplets."""
    tail_s: float = 3.0
    fade_in_s: float = 0.02
    fade_out_s: float = 2.5


@dataclass(frozen=True)
class Piece:
    """A composition and its tags."""

    title: str
    artist: str
    album: str
    track: int
    genre: str
    year: int
    quadrant: str
    """Intended quadrant."""
    compose: Callable[[np.random.Generator], Arrangement]
    suffix: str = ".ogg"
    """Suffix of a format that libsndfile writes."""
