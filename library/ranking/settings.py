"""Settings of the automatic queue."""

from dataclasses import dataclass
from typing import Final

PATH_MINUTES: Final = 30.0
"""Minutes from the listener's mood to a strategy's goal, unless the listener says another time."""


@dataclass(frozen=True, slots=True)
class QueueSettings:
    """What comes into the queue by itself, and how fast a path leads to its goal."""

    speech: bool = False
    """Whether files of speech come, such as audiobooks."""
    nature: bool = False
    """Whether files of noise or nature come while the queue leads to a calm mood."""
    longest_minutes: float = 15.0
    """Length from which on a file comes only when it is asked for, such as a mix; 0 for any."""
    path_minutes: float = PATH_MINUTES
    """Minutes from the listener's mood to the goal of uplift and calm."""
