"""The queue of automatic picks and songs queued by hand, and the history."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from tui_player.library.ranking.request import Pick
from tui_player.library.song import Song, SongId

HISTORY_LENGTH: Final = 200
BY_HAND: Final = "you queued this"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the queue."""

    song: Song
    why: str
    by_hand: bool = False
    """Whether the listener queued or moved the entry. It then keeps its place in rankings."""
    pick: Pick | None = None
    """The ranking's pick; None for a song queued by hand."""


class Repeat(StrEnum):
    """The repeat modes."""

    OFF = "off"
    ONE = "one"
    ALL = "all"


def nearest_index(entries: Sequence[Entry], entry: Entry, index: int) -> int | None:
    """The index nearest to `index` with the song of `entry`; None if the song is absent."""
    indices = [at for at, other in enumerate(entries) if other.song.id == entry.song.id]
    return min(indices, key=lambda at: abs(at - index), default=None)


class PlayQueue:
    """The current entry, the upcoming entries and the history."""

    def __init__(self) -> None:
        self.current: Entry | None = None
        self.upcoming: list[Entry] = []
        self.history: list[Entry] = []
        """Past entries, latest last."""
        self._removed: set[SongId] = set()
        """Songs removed by the listener. Only queueing by hand brings them back."""
        self.held_back: frozenset[SongId] = frozenset()
        """Songs that must not be picked for now."""

    def add(self, song: Song, *, first: bool = False) -> None:
        """Queue by hand, either first or behind the leading songs queued by hand."""
        entry = Entry(song, BY_HAND, by_hand=True)
        self._removed.discard(song.id)
        self.upcoming = [other for other in self.upcoming if other.song.id != song.id]
        at = 0 if first else sum(1 for _ in self._leading_by_hand())
        self.upcoming.insert(at, entry)

    def _leading_by_hand(self) -> Iterable[Entry]:
        for entry in self.upcoming:
            if not entry.by_hand:
                return
            yield entry

    def append_by_hand(self, song: Song) -> None:
        """Queue a song by hand behind all others."""
        self.upcoming.append(Entry(song, BY_HAND, by_hand=True))

    def index_of(self, entry: Entry, index: int) -> int | None:
        """The upcoming index of an entry that was at `index`; None if it is gone."""
        return nearest_index(self.upcoming, entry, index)

    def remove(self, index: int) -> Entry:
        """Remove an upcoming entry. Its song is not picked again. Raises `IndexError`."""
        entry = self.upcoming.pop(index)
        self._removed.add(entry.song.id)
        return entry

    def move(self, index: int, steps: int) -> int:
        """Move an upcoming entry and fix it there. Returns its index. Raises `IndexError`."""
        entry = self.upcoming.pop(index)
        at = min(max(index + steps, 0), len(self.upcoming))
        self.upcoming.insert(at, replace(entry, by_hand=True))
        return at

    def rerank(self, picks: Sequence[Pick]) -> None:
        """Replace the automatic entries by `picks`. Entries by hand keep their places."""
        taken = self.unwanted_ids()
        fresh = iter(
            [Entry(p.song, p.why, pick=p) for p in picks if p.song.id not in taken],
        )
        kept: list[Entry] = []
        for entry in self.upcoming:
            following = entry if entry.by_hand else next(fresh, None)
            if following is not None:
                kept.append(following)
        self.upcoming = [*kept, *fresh]

    def advance(self, index: int = 0) -> Entry | None:
        """Make an upcoming entry the current one. Without one, the current entry becomes None."""
        self._append_to_history()
        self.current = self.upcoming.pop(index) if index < len(self.upcoming) else None
        return self.current

    def back(self) -> Entry | None:
        """Make the latest past entry the current one. Without one, only return None."""
        if not self.history:
            return None
        if self.current is not None:
            self.upcoming.insert(0, replace(self.current, by_hand=True))
        self.current = self.history.pop()
        again = self.current.song.id
        self.upcoming = [
            entry for entry in self.upcoming if entry.by_hand or entry.song.id != again
        ]
        return self.current

    def _append_to_history(self) -> None:
        if self.current is not None:
            self.history.append(self.current)
            del self.history[:-HISTORY_LENGTH]

    def unwanted_ids(self) -> frozenset[SongId]:
        """Songs that a ranking must not pick: current, by hand, removed or held back."""
        current = [] if self.current is None else [self.current.song.id]
        return self.held_back.union(self.by_hand_ids(), current, self._removed)

    def last_artists(self, count: int) -> tuple[str, ...]:
        """Known artists of the last `count` songs, latest last. The current song is included."""
        played = [*self.history[-count:], *([] if self.current is None else [self.current])]
        return tuple(entry.song.artist for entry in played[-count:] if entry.song.artist)

    def by_hand_ids(self) -> list[SongId]:
        """Songs that the listener queued or moved, in order."""
        return [entry.song.id for entry in self.upcoming if entry.by_hand]

    def update(self, songs: Iterable[Song]) -> None:
        """Replace these songs in all entries. Upcoming songs without a file are removed."""
        news = {song.id: song for song in songs}

        def renew(entry: Entry) -> Entry:
            song = news.get(entry.song.id)
            return entry if song is None else replace(entry, song=song)

        self._map(renew)
        self.upcoming = [entry for entry in self.upcoming if not entry.song.missing]

    def _map(self, change: Callable[[Entry], Entry]) -> None:
        self.upcoming = [change(entry) for entry in self.upcoming]
        self.history = [change(entry) for entry in self.history]
        if self.current is not None:
            self.current = change(self.current)
