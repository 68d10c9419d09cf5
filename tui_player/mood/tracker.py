"""The listener's mood over time: from the camera, or by hand."""

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tui_player.expression.classes import COORDINATES, FER2013_CLASSES
from tui_player.expression.reading import Reading
from tui_player.mood.correction import Correction
from tui_player.mood.debounce import Settling
from tui_player.mood.smoothing import NEUTRAL_INDEX, Evidence
from tui_player.mood.state import NEUTRAL, Mood, MoodSource

if TYPE_CHECKING:
    from tui_player.config import MoodSettings

ASIDE_S: Final = 300.0
"""How long a label that the listener called wrong does not count."""
LEAST_REST: Final = 0.2
"""A look of which less is left without the labels put aside says nothing."""
LEAST_TO_LEARN: Final = 0.5
"""How much of the mood must have been seen, not assumed, for a correction to teach anything."""
LEAST_PRESENCE: Final = 0.1
"""Below it the mood is no longer anything that was seen."""
HISTORY_S: Final = 600.0
HISTORY_STEP_S: Final = 1.0


class MoodTracker:
    """Follows readings. Every time is in seconds of a clock that the caller reads."""

    def __init__(self, settings: "MoodSettings", correction: Correction | None = None) -> None:
        self._settings = settings
        self.correction = correction or Correction()
        """What the listener's words taught about readings."""
        self._evidence = Evidence(settings.smoothing_s, settings.decay_s)
        self._settling = Settling(settings.dwell_s)
        self._now: float | None = None
        self._seen = NEUTRAL
        self._by_hand: Mood | None = None
        self._aside: dict[str, float] = {}
        self._history: deque[tuple[float, float, float]] = deque(
            maxlen=int(HISTORY_S / HISTORY_STEP_S)
        )
        self.last: Reading | None = None
        """The newest look."""

    @property
    def mood(self) -> Mood:
        """What is shown."""
        return self._by_hand or self._seen

    @property
    def settled(self) -> Mood:
        """What the queue follows: a change has to last for the dwell time, save one by hand."""
        return self._settling.mood

    @property
    def put_aside(self) -> frozenset[str]:
        """Labels that were called wrong a short time ago and do not count."""
        return frozenset(self._aside)

    @property
    def history(self) -> list[tuple[float, float, float]]:
        """Time, valence, arousal of the last ten minutes, oldest first, at most one a second."""
        return list(self._history)

    def observe(self, reading: Reading, now: float) -> Mood:
        """Take in a look at the listener; what is shown after it."""
        elapsed = self._advance(now)
        self.last = reading
        seen = reading.probabilities
        heeded = None if seen is None else self._heeded(self.correction.applied(seen), now)
        if heeded is None:
            self._evidence.fade(elapsed)
        else:
            self._evidence.add(heeded, elapsed)
        self._seen = self._conclude(seen_now=heeded is not None)
        self._settling.follow(self.mood, now)
        self._remember(now)
        return self.mood

    def set_by_hand(self, label: str, now: float) -> Mood:
        """The listener says how it is; that holds until `release`. KeyError for no such label."""
        if self._is_well_seen and self._by_hand is None:
            self.correction.said(label, self._evidence.seen)
        self._by_hand = Mood(*COORDINATES[label], label, 1.0, MoodSource.HAND)
        self._settling.accept(self._by_hand)
        self._advance(now)
        self._remember(now)
        return self._by_hand

    def release(self) -> None:
        """Back to the camera; with nothing seen there is nothing to wait for."""
        self._by_hand = None
        if self._seen.source is MoodSource.NONE:
            self._settling.accept(self._seen)

    def wrong(self, now: float) -> str | None:
        """Put the shown label aside for five minutes, and return it; None where nothing is read.

        A mood set by hand is only released: it was no reading.
        """
        label = self.mood.label
        if self._by_hand is not None:
            self.release()
        elif self._seen.source is MoodSource.CAMERA:
            self._advance(now)
            if self._is_well_seen:
                self.correction.denied(label, self._evidence.seen)
            self._aside[label] = now + ASIDE_S
            self._put_aside(label, now)
        else:
            return None
        return label

    @property
    def _is_well_seen(self) -> bool:
        seen = self._seen.source is MoodSource.CAMERA
        return seen and self._evidence.presence >= LEAST_TO_LEARN

    def _put_aside(self, label: str, now: float) -> None:
        """Take `label` out of what was seen so far as well."""
        left = self._heeded(self._evidence.shares, now)
        if left is None:
            self._evidence.forget()
        else:
            self._evidence.shares = tuple(left)
        self._seen = self._conclude(seen_now=True)
        if self.settled.label == label:
            self._settling.accept(self._seen)
        self._remember(now)

    def _advance(self, now: float) -> float:
        """Seconds since the time before, never negative: a clock that was set back shifts all."""
        before, self._now = self._now, now
        if before is None:
            return 1 / max(self._settings.readings_per_second, 0.1)
        if now >= before:
            return now - before
        shift = now - before
        self._settling.shift(shift)
        self._aside = {label: until + shift for label, until in self._aside.items()}
        moved = [(time + shift, valence, arousal) for time, valence, arousal in self._history]
        self._history = deque(moved, self._history.maxlen)
        return 0.0

    def _heeded(self, probabilities: Sequence[float], now: float) -> list[float] | None:
        """Probabilities without the labels put aside; None where that leaves too little."""
        self._aside = {label: until for label, until in self._aside.items() if now < until}
        left = [
            0.0 if label in self._aside else p
            for label, p in zip(FER2013_CLASSES, probabilities, strict=True)
        ]
        rest = sum(left)
        if "neutral" not in self._aside:
            left[NEUTRAL_INDEX] += sum(probabilities) - rest
            return left
        return [p / rest for p in left] if rest >= LEAST_REST else None

    def _conclude(self, *, seen_now: bool) -> Mood:
        """The mood that the evidence gives."""
        if not seen_now and self._evidence.presence < LEAST_PRESENCE:
            self._evidence.forget()
            return NEUTRAL
        shares = dict(zip(FER2013_CLASSES, self._evidence.shares, strict=True))
        label = self._label(shares)
        return Mood(
            valence=sum(share * COORDINATES[label][0] for label, share in shares.items()),
            arousal=sum(share * COORDINATES[label][1] for label, share in shares.items()),
            label=label,
            confidence=shares[label] * self._evidence.presence,
            source=MoodSource.CAMERA,
        )

    def _label(self, shares: dict[str, float]) -> str:
        """The leading class; the one shown stays unless it is clearly beaten, or put aside."""
        leader = max(shares, key=shares.__getitem__)
        shown = self._seen.label
        beaten = shares[leader] - shares[shown] > self._settings.hysteresis
        return leader if beaten or shown in self._aside else shown

    def _remember(self, now: float) -> None:
        if not self._history or now - self._history[-1][0] >= HISTORY_STEP_S:
            self._history.append((now, self.mood.valence, self.mood.arousal))
