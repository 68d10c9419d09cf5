"""Labels that the listener called wrong, and the readings that do not count for that."""

from collections.abc import Sequence
from typing import Final

from tui_player.expression.classes import FER2013_CLASSES

PUT_ASIDE_S: Final = 300.0
"""Time for which a label is put aside, seconds."""
MOST_SHARE: Final = 0.2
"""A reading does not count if it gives the labels put aside this probability or more. It is most
likely the same face, and its second-best class would be a guess."""


class PutAside:
    """The labels put aside, each until a time."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    @property
    def labels(self) -> frozenset[str]:
        """The labels."""
        return frozenset(self._until)

    def add(self, label: str, now: float) -> None:
        """Put `label` aside for `PUT_ASIDE_S` from the time `now`, seconds."""
        self._until[label] = now + PUT_ASIDE_S

    def concerns(self, probabilities: Sequence[float]) -> bool:
        """Whether a reading looks like labels put aside, so that it does not count."""
        named = zip(FER2013_CLASSES, probabilities, strict=True)
        shares = [share for label, share in named if label in self._until]
        return bool(shares) and sum(shares) >= MOST_SHARE

    def expire(self, now: float) -> None:
        """Let the labels count again whose time is over at `now`, seconds."""
        self._until = {label: until for label, until in self._until.items() if now < until}

    def take_back(self) -> None:
        """Let the label count again that was put aside last."""
        if self._until:
            self._until.popitem()

    def clear(self) -> None:
        """Let all labels count again."""
        self._until = {}

    def shift(self, seconds: float) -> None:
        """Adjust stored times after the clock was changed by `seconds`."""
        self._until = {label: until + seconds for label, until in self._until.items()}
