"""Feedback: ratings, skips and plays, with the listener's mood at that time."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tui_player.library.song import SongId


class FeedbackKind(StrEnum):
    """Kinds of feedback."""

    LIKE = "like"
    DISLIKE = "dislike"
    CLEAR = "clear"
    SKIP = "skip"
    PLAY = "play"
    """Played to the end."""


RATING_OF_KIND: Final = {FeedbackKind.LIKE: 1, FeedbackKind.DISLIKE: -1, FeedbackKind.CLEAR: 0}
"""Rating that each kind sets. Skips and plays set none."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One feedback event."""

    kind: FeedbackKind
    song_id: SongId
    at: float
    """Unix time, seconds."""
    valence: float | None = None
    """Valence of the listener's mood, -1..1; None if unknown."""
    arousal: float | None = None
    """Arousal of the listener's mood, -1..1; None if unknown."""
    heard_share: float | None = None
    """Share of the song that was played, 0..1."""
    profile: str = ""
    """Profile of the listener; the store sets it."""


@dataclass(frozen=True, slots=True)
class History:
    """A listener's rating and counts of one song."""

    rating: int = 0
    plays: int = 0
    skips: int = 0
    last_played_at: float | None = None
