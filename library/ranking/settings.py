"""Settings of the automatic queue."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueueSettings:
    """What else than music may come into the queue by itself."""

    speech: bool = False
    """Whether files of speech come, such as audiobooks."""
    nature: bool = False
    """Whether files of noise or nature come while the queue leads to a calm mood."""
