"""The listener's events in columns, so that ranking never loops over events."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, overload

import numpy as np
from numpy.typing import NDArray

from tui_player.library.feedback import Feedback, FeedbackKind

LATEST_EVENTS: Final = 2_000
"""Number of events that ranking reads: months of listening. Songs hold their older ratings."""

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
    """Events, oldest first; new events are appended."""

    columns: "NDArray[np.void]"
    """[at most `LATEST_EVENTS`]; the fields of the latest events. `kind` is an index into `KINDS`.
    Unknown values are "not a number"."""

    def __init__(self, events: Iterable[Feedback] = ()) -> None:
        self._events = list(events)
        self.columns = _columns(self._events[-LATEST_EVENTS:])

    @classmethod
    def of(cls, events: Sequence[Feedback]) -> "Events":
        """`events` as columns; returned unchanged if they already are."""
        return events if isinstance(events, cls) else cls(events)

    def append(self, event: Feedback) -> None:
        """Add the newest event."""
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
