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
    """Lead over the second class that a class needs to become the label. The label stays down to
    this much below `min_confidence`, so that it does not flicker."""
    dwell_s: float = 20.0
    """Time that a changed mood must last before the queue follows, seconds."""
    decay_s: float = 45.0
    """Time constant of the return to neutral while there is no reading, seconds."""
    min_confidence: float = 0.5
    """Least probability of the leading class in a reading that is not unsure, and its least part
    of the look to become the label."""
