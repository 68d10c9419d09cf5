"""What a listener said or did about a song, and the mood it happened in."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tui_player.library.song import SongId


class FeedbackKind(StrEnum):
    """The ways to say something about a song."""

    LIKE = "like"
    DISLIKE = "dislike"
    CLEAR = "clear"
    SKIP = "skip"
    PLAY = "play"
    """Heard to its end."""


RATING_OF_KIND: Final = {FeedbackKind.LIKE: 1, FeedbackKind.DISLIKE: -1, FeedbackKind.CLEAR: 0}
"""The rating that each kind sets; skips and plays set none."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One event."""

    kind: FeedbackKind
    song_id: SongId
    at: float
    """Unix time, seconds."""
    valence: float | None = None
    """Of the listener's mood then, -1..1; None where it was not known."""
    arousal: float | None = None
    """Of the listener's mood then, -1..1."""
    heard_share: float | None = None
    """How much of the song had been played, 0..1."""
    profile: str = ""
    """The listener; the store fills it in."""


@dataclass(frozen=True, slots=True)
class History:
    """What a listener made of a song elsewhere."""

    rating: int = 0
    plays: int = 0
    skips: int = 0
    last_played_at: float | None = None
