"""What the listener did, laid out in columns, so that ranking never loops over events."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, overload

import numpy as np
from numpy.typing import NDArray

from tui_player.library.feedback import Feedback, FeedbackKind

LATEST_EVENTS: Final = 2_000
"""Events looked at: months of listening. Ratings older than these are known from the songs."""

KINDS: Final = tuple(FeedbackKind)

_COLUMNS: Final = np.dtype(
    [
        ("song_id", np.uint64),
        ("kind", np.uint8),
        ("at", np.float64),
        ("valence", np.float64),
        ("arousal", np.float64),
        ("heard_share", np.float64),
    ]
)
_KIND_NUMBERS: Final = {kind: number for number, kind in enumerate(KINDS)}


class Events(Sequence[Feedback]):
    """Events, oldest first; it grows at its end."""

    columns: "NDArray[np.void]"
    """[at most `LATEST_EVENTS`]; the fields of the latest ones: `kind` as an index into `KINDS`,
    what is not known as "not a number"."""

    def __init__(self, events: Iterable[Feedback] = ()) -> None:
        self._events = list(events)
        self.columns = _columns(self._events[-LATEST_EVENTS:])

    @classmethod
    def of(cls, events: Sequence[Feedback]) -> "Events":
        """The very same, where they are laid out already."""
        return events if isinstance(events, cls) else cls(events)

    def append(self, event: Feedback) -> None:
        """The listener did something more."""
        earlier = self.columns[1 - LATEST_EVENTS :]
        self.columns = np.concatenate([earlier, _columns([event])])
        self._events.append(event)

    def __len__(self) -> int:
        return len(self._events)

    @overload
    def __getitem__(self, index: int) -> Feedback: ...

    @overload
    def __getitem__(self, index: slice) -> list[Feedback]: ...

    def __getitem__(self, index: int | slice) -> Feedback | list[Feedback]:
        return self._events[index]

    def __iter__(self) -> Iterator[Feedback]:
        return iter(self._events)


def _columns(events: Sequence[Feedback]) -> "NDArray[np.void]":
    rows = [
        (
            event.song_id,
            _KIND_NUMBERS[event.kind],
            event.at,
            event.valence,
            event.arousal,
            event.heard_share,
        )
        for event in events
    ]
    return np.array(rows, _COLUMNS)  # None becomes "not a number"
