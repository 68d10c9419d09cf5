"""Kinds of sound: music, and what is not music."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

NOT_MUSIC: Final = 0.8
"""Least probability of speech, or of noise, in a file that does not count as music.

A song that is missed in the queue is worse than a noise in it. At 0.5, three of 139 quiet pieces of
game music were noise; at 0.8, two were, and 83 % of noise (90 at 0.5) is still found.
"""


class SoundKind(StrEnum):
    """What a file holds. The value is searched and shown."""

    MUSIC = "music"
    SPEECH = "speech"
    """An audiobook, a sermon, an interview."""
    NOISE = "noise"
    """Noise or nature: rain, a river, a crowd."""


def sound_kind(speech: float, noise: float) -> SoundKind:
    """The kind from the probabilities of speech and of noise."""
    if max(speech, noise) < NOT_MUSIC:
        return SoundKind.MUSIC
    return SoundKind.SPEECH if speech >= noise else SoundKind.NOISE


SPOKEN_GENRES: Final = frozenset(
    {
        "audio book",
        "audio theatre",
        "audiobook",
        "audiobooks",
        "books & spoken",
        "hörbuch",
        "hörspiel",
        "interview",
        "lecture",
        "podcast",
        "podcasts",
        "radio drama",
        "radio play",
        "sermon",
        "speech",
        "spoken",
        "spoken word",
    }
)
"""Tagged genres of speech, casefolded."""


def is_spoken(genres: Iterable[str]) -> bool:
    """Whether a tagged genre says that the file holds speech."""
    return any(genre.casefold().strip() in SPOKEN_GENRES for genre in genres)
