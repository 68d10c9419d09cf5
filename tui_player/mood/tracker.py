"""Tracks the listener's mood over time, from the camera or set by hand."""

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tui_player.expression.classes import COORDINATES, FER2013_CLASSES
from tui_player.expression.reading import Reading
from tui_player.mood.correction import Correction
from tui_player.mood.debounce import Debounce
from tui_player.mood.smoothing import NEUTRAL_INDEX, Smoothing
from tui_player.mood.state import NEUTRAL, Mood, MoodSource

if TYPE_CHECKING:
    from tui_player.mood.settings import MoodSettings

PUT_ASIDE_S: Final = 300.0
"""Time for which a label does not count after the listener called it wrong, seconds."""
LEAST_REMAINING: Final = 0.2
"""Least probability of the other labels. Below it, a reading with labels put aside is ignored."""
LEAST_TO_LEARN: Final = 0.5
"""Least `presence` for learning from a correction."""
LEAST_PRESENCE: Final = 0.1
"""Below this `presence` the mood is neutral again."""
HISTORY_S: Final = 600.0
HISTORY_STEP_S: Final = 1.0


class MoodTracker:
    """Follows readings. All times are seconds of a clock that the caller reads."""

    def __init__(self, settings: "MoodSettings", correction: Correction | None = None) -> None:
        self._settings = settings
        self.correction = correction or Correction()
        """Biases learnt from the listener's corrections."""
        self._smoothing = Smoothing(settings.smoothing_s, settings.decay_s)
        self._debounce = Debounce(settings.dwell_s)
        self._now: float | None = None
        self._camera_mood = NEUTRAL
        self._by_hand: Mood | None = None
        self._put_aside_until: dict[str, float] = {}
        self._history: deque[tuple[float, float, float]] = deque(
            maxlen=int(HISTORY_S / HISTORY_STEP_S)
        )
        self.last: Reading | None = None
        """The newest reading."""

    @property
    def mood(self) -> Mood:
        """The mood that is shown."""
        return self._by_hand or self._camera_mood

    @property
    def settled(self) -> Mood:
        """Mood that the queue follows. A change must last for the dwell time or be set by hand."""
        return self._debounce.mood

    @property
    def put_aside(self) -> frozenset[str]:
        """Labels that the listener called wrong in the last minutes; they do not count."""
        return frozenset(self._put_aside_until)

    @property
    def history(self) -> list[tuple[float, float, float]]:
        """Time, valence, arousal of the last ten minutes, oldest first, at most one a second."""
        return list(self._history)

    def observe(self, reading: Reading, now: float) -> Mood:
        """Take in a reading; returns the mood that is shown after it."""
        elapsed = self._advance(now)
        self.last = reading
        probabilities = reading.probabilities
        counted = (
            None
            if probabilities is None
            else self._counted(self.correction.applied(probabilities), now)
        )
        if counted is None:
            self._smoothing.fade(elapsed)
        else:
            self._smoothing.add(counted, elapsed)
        self._camera_mood = self._estimate(is_observed=counted is not None)
        self._debounce.follow(self.mood, now)
        self._remember(now)
        return self.mood

    def set_by_hand(self, label: str, now: float) -> Mood:
        """Set the mood by hand, until `release`. Raises `KeyError` for an unknown label."""
        if self._is_well_observed and self._by_hand is None:
            self.correction.confirm(label, self._smoothing.observed)
        self._by_hand = Mood(*COORDINATES[label], label, 1.0, MoodSource.HAND)
        self._debounce.accept(self._by_hand)
        self._advance(now)
        self._remember(now)
        return self._by_hand

    def release(self) -> None:
        """Return to the camera's mood. Without readings the settled mood follows at once."""
        self._by_hand = None
        if self._camera_mood.source is MoodSource.NONE:
            self._debounce.accept(self._camera_mood)

    def wrong(self, now: float) -> str | None:
        """Put the shown label aside for five minutes and return it; None if there is no reading.

        A mood set by hand is only released, because it is not a reading.
        """
        label = self.mood.label
        if self._by_hand is not None:
            self.release()
        elif self._camera_mood.source is MoodSource.CAMERA:
            self._advance(now)
            if self._is_well_observed:
                self.correction.reject(label, self._smoothing.observed)
            self._put_aside_until[label] = now + PUT_ASIDE_S
            self._put_aside(label, now)
        else:
            return None
        return label

    @property
    def _is_well_observed(self) -> bool:
        is_from_camera = self._camera_mood.source is MoodSource.CAMERA
        return is_from_camera and self._smoothing.presence >= LEAST_TO_LEARN

    def _put_aside(self, label: str, now: float) -> None:
        """Remove `label` from the smoothed readings too."""
        left = self._counted(self._smoothing.shares, now)
        if left is None:
            self._smoothing.reset()
        else:
            self._smoothing.shares = tuple(left)
        self._camera_mood = self._estimate(is_observed=True)
        if self.settled.label == label:
            self._debounce.accept(self._camera_mood)
        self._remember(now)

    def _advance(self, now: float) -> float:
        """Seconds since the last call. If the clock was set back: 0, and stored times shift."""
        before, self._now = self._now, now
        if before is None:
            return 1 / max(self._settings.readings_per_second, 0.1)
        if now >= before:
            return now - before
        shift = now - before
        self._debounce.shift(shift)
        self._put_aside_until = {
            label: until + shift for label, until in self._put_aside_until.items()
        }
        moved = [(time + shift, valence, arousal) for time, valence, arousal in self._history]
        self._history = deque(moved, self._history.maxlen)
        return 0.0

    def _counted(self, probabilities: Sequence[float], now: float) -> list[float] | None:
        """Probabilities without the labels put aside; None if too little remains."""
        self._put_aside_until = {
            label: until for label, until in self._put_aside_until.items() if now < until
        }
        left = [
            0.0 if label in self._put_aside_until else p
            for label, p in zip(FER2013_CLASSES, probabilities, strict=True)
        ]
        total = sum(left)
        if "neutral" not in self._put_aside_until:
            left[NEUTRAL_INDEX] += sum(probabilities) - total
            return left
        return [p / total for p in left] if total >= LEAST_REMAINING else None

    def _estimate(self, *, is_observed: bool) -> Mood:
        """The mood that follows from the smoothed readings."""
        if not is_observed and self._smoothing.presence < LEAST_PRESENCE:
            self._smoothing.reset()
            return NEUTRAL
        shares = dict(zip(FER2013_CLASSES, self._smoothing.shares, strict=True))
        label = self._label(shares)
        return Mood(
            valence=sum(share * COORDINATES[label][0] for label, share in shares.items()),
            arousal=sum(share * COORDINATES[label][1] for label, share in shares.items()),
            label=label,
            confidence=shares[label] * self._smoothing.presence,
            source=MoodSource.CAMERA,
        )

    def _label(self, shares: dict[str, float]) -> str:
        """Most probable class. The shown one stays until it is clearly beaten or put aside."""
        leader = max(shares, key=shares.__getitem__)
        shown = self._camera_mood.label
        beaten = shares[leader] - shares[shown] > self._settings.hysteresis
        return leader if beaten or shown in self._put_aside_until else shown

    def _remember(self, now: float) -> None:
        if not self._history or now - self._history[-1][0] >= HISTORY_STEP_S:
            self._history.append((now, self.mood.valence, self.mood.arousal))
