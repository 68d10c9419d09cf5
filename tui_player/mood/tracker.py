"""Tracks the listener's mood over time, from the camera or set by hand."""

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_player.expression.classes import COORDINATES, FER2013_CLASSES
from tui_player.expression.reading import NoReading, Reading
from tui_player.mood.correction import Correction
from tui_player.mood.debounce import Debounce, PendingChange
from tui_player.mood.put_aside import PutAside
from tui_player.mood.smoothing import NOTHING, Smoothing
from tui_player.mood.state import NEUTRAL, Mood, MoodSource

if TYPE_CHECKING:
    from tui_player.mood.settings import MoodSettings

ANSWER_S: Final = 15.0
"""Time in which a mood set by hand says what was right instead of a label called wrong, seconds."""
LEAST_PRESENCE: Final = 0.1
"""Below this presence the mood is neutral again."""
HISTORY_S: Final = 600.0
HISTORY_STEP_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Rejection:
    """A label that the listener called wrong."""

    label: str
    probabilities: tuple[float, ...]
    """Smoothed probabilities of the seven classes at that time."""
    at: float
    """Time, seconds."""


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
        self._put_aside = PutAside()
        self._rejection: Rejection | None = None
        self._history: deque[tuple[float, float, float]] = deque(
            maxlen=int(HISTORY_S / HISTORY_STEP_S)
        )
        self.last: Reading | None = None
        """The newest reading. It has no probabilities if it looks like a label called wrong."""

    @property
    def mood(self) -> Mood:
        """The mood that is shown."""
        return self._by_hand or self._camera_mood

    @property
    def look(self) -> tuple[float, ...]:
        """Smoothed probabilities of the seven classes; what was not read is missing to 1.

        The camera's mood is made of it: `Mood.confidence` is the label's part of it.
        """
        return self._smoothing.look

    @property
    def settled(self) -> Mood:
        """Mood that the queue follows. A change must last for the dwell time or be set by hand.

        It always has a label: it stays while no class is clear.
        """
        return self._debounce.mood

    def pending(self, now: float) -> PendingChange | None:
        """The change of the settled mood that is awaited at the time `now`; None if none is."""
        return self._debounce.pending(now)

    @property
    def put_aside(self) -> frozenset[str]:
        """Labels that the listener called wrong in the last minutes; they do not count."""
        return self._put_aside.labels

    @property
    def history(self) -> list[tuple[float, float, float]]:
        """Time, valence, arousal of the last ten minutes, oldest first, at most one a second."""
        return list(self._history)

    def observe(self, reading: Reading, now: float) -> Mood:
        """Take in a reading; returns the mood that is shown after it."""
        elapsed = self._advance(now)
        self.last = reading = self._without_wrong(reading)
        if reading.probabilities is not None:
            self._smoothing.add(self.correction.applied(reading.probabilities), elapsed)
        elif reading.reason is NoReading.CALLED_WRONG:
            self._smoothing.add(NOTHING, elapsed)
        else:
            self._smoothing.fade(elapsed)
        self._camera_mood = self._estimate(reading)
        self._debounce.follow(self.mood, now)
        self._remember(now)
        return self.mood

    def set_by_hand(self, label: str, now: float) -> Mood:
        """Set the mood by hand, until `release`. Raises `KeyError` for an unknown label.

        By itself it teaches nothing: it says how the listener feels, and a face need not show it.
        Soon after `wrong` it also says what was right, and is learnt.
        """
        self._by_hand = Mood(*COORDINATES[label], label, 1.0, MoodSource.HAND)
        self._debounce.accept(self._by_hand)
        self._advance(now)
        self._learn_answer(label, now)
        self._remember(now)
        return self._by_hand

    def release(self) -> None:
        """Return to the camera's mood. Without readings the settled mood follows at once."""
        self._by_hand = None
        if self._camera_mood.source is MoodSource.NONE:
            self._debounce.accept(self._camera_mood)

    def wrong(self, now: float) -> str | None:
        """Put the shown label aside for minutes and return it; None if there is no label.

        No other class takes its place: the look begins at nothing. The settled mood stays, or
        becomes neutral if it had this label. A mood set by hand is only released, because it is not
        a reading.
        """
        label = self.mood.label
        if self._by_hand is not None:
            self.release()
        elif self._camera_mood.source is MoodSource.CAMERA and label:
            self._advance(now)
            self._rejection = Rejection(label, self._smoothing.probabilities, now)
            self.correction.reject(label, self._rejection.probabilities)
            self._put_aside.add(label, now)
            self._begin_again(now)
            if self.settled.label == label:
                self._debounce.accept(NEUTRAL)
        else:
            return None
        return label

    def take_back_correction(self) -> bool:
        """Remove what the last correction taught, and let the label that it put aside count again.

        Returns whether there was a correction.
        """
        self._rejection = None
        self._put_aside.take_back()
        return self.correction.take_back()

    def forget_corrections(self) -> None:
        """Remove what all corrections taught, and let all labels count again."""
        self._rejection = None
        self._put_aside.clear()
        self.correction.forget()

    def _learn_answer(self, label: str, now: float) -> None:
        """Learn from the label that the listener names after `wrong`.

        One correction says both what was wrong and what was right. Naming the label that was called
        wrong takes the correction back.
        """
        rejection, self._rejection = self._rejection, None
        if rejection is None or now - rejection.at > ANSWER_S:
            return
        self.correction.take_back()
        if label == rejection.label:
            self._put_aside.take_back()
        else:
            self.correction.confirm(label, rejection.probabilities)

    def _without_wrong(self, reading: Reading) -> Reading:
        """The reading, or one without probabilities if it looks like a label called wrong."""
        probabilities = reading.probabilities
        if probabilities is None:
            return reading
        if not self._put_aside.concerns(self.correction.applied(probabilities)):
            return reading
        return Reading(None, NoReading.CALLED_WRONG, reading.box)

    def _begin_again(self, now: float) -> None:
        """Forget the look."""
        self._smoothing.reset()
        self.last = Reading(None, NoReading.CALLED_WRONG)
        self._camera_mood = self._estimate(self.last)
        self._debounce.follow(self.mood, now)
        self._remember(now)

    def _advance(self, now: float) -> float:
        """Seconds since the last call. If the clock was set back: 0, and stored times shift."""
        before, self._now = self._now, now
        if before is None:
            return 1 / max(self._settings.readings_per_second, 0.1)
        if now < before:
            self._shift(now - before)
        self._put_aside.expire(now)
        return max(0.0, now - before)

    def _shift(self, seconds: float) -> None:
        """Adjust stored times after the clock was changed by `seconds`."""
        self._debounce.shift(seconds)
        self._put_aside.shift(seconds)
        moved = [(time + seconds, valence, arousal) for time, valence, arousal in self._history]
        self._history = deque(moved, self._history.maxlen)

    def _estimate(self, reading: Reading) -> Mood:
        """The mood that follows from the look after `reading`."""
        is_seen = reading.probabilities is not None or reading.reason is NoReading.CALLED_WRONG
        if not is_seen and self._smoothing.presence < LEAST_PRESENCE:
            self._smoothing.reset()
            return NEUTRAL
        look = dict(zip(FER2013_CLASSES, self._smoothing.look, strict=True))
        label = self._label(look)
        return Mood(
            valence=sum(share * COORDINATES[name][0] for name, share in look.items()),
            arousal=sum(share * COORDINATES[name][1] for name, share in look.items()),
            label=label,
            confidence=look.get(label, 0.0),
            source=MoodSource.CAMERA,
        )

    def _label(self, look: dict[str, float]) -> str:
        """The leading class if it is clear, else "". The shown one stays clear for longer."""
        least, margin = self._settings.min_confidence, self._settings.hysteresis
        leader, second = sorted(look, key=look.__getitem__, reverse=True)[:2]
        if leader == self._camera_mood.label:
            return leader if look[leader] >= least - margin else ""
        is_clear = look[leader] >= least and look[leader] - look[second] > margin
        return leader if is_clear else ""

    def _remember(self, now: float) -> None:
        if not self._history or now - self._history[-1][0] >= HISTORY_STEP_S:
            self._history.append((now, self.mood.valence, self.mood.arousal))
