"""Settings of the mood."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MoodSettings:
    """Settings of the change from readings to a mood that the queue follows."""

    readings_per_second: float = 2.0
    """Rate at which the camera is read."""
    smoothing_s: float = 5.0
    """Time constant of the exponential smoothing of probabilities, seconds."""
    hysteresis: float = 0.1
    """Lead that another class needs before the label changes, and what it needs above
    `min_confidence`, so that the label does not flicker."""
    dwell_s: float = 20.0
    """Time that a changed mood must last before the queue follows, seconds."""
    decay_s: float = 45.0
    """Time constant of the return to neutral while there is no reading, seconds."""
    min_confidence: float = 0.5
    """Largest probability below which a reading counts as unsure, and a mood has no label."""
