"""What comes next and what came before: replaceable automatic picks, and the listener's own."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from tui_player.library.ranking.request import Pick
from tui_player.library.ranking.strategy import Point
from tui_player.library.song import Song, SongId

HISTORY_LENGTH: Final = 200
BY_HAND: Final = "you queued this"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the queue."""

    song: Song
    why: str
    by_hand: bool = False
    """Queued or moved by the listener: re-ranking leaves it where it is."""
    pick: Pick | None = None
    """The ranking's own figures, where the ranking chose it."""


class Repeat(StrEnum):
    """What happens after a song's end."""

    OFF = "off"
    ONE = "one"
    ALL = "all"


def nearest(entries: Sequence[Entry], entry: Entry, place: int) -> int | None:
    """Where among `entries` the song of `entry` is, nearest to `place`; None where it is not."""
    places = [at for at, other in enumerate(entries) if other.song.id == entry.song.id]
    return min(places, key=lambda at: abs(at - place), default=None)


class PlayQueue:
    """The entry that plays, those to come and those that have been."""

    def __init__(self) -> None:
        self.current: Entry | None = None
        self.upcoming: list[Entry] = []
        self.history: list[Entry] = []
        """Latest last."""
        self._removed: set[SongId] = set()
        """Taken out by the listener: they come back only by hand."""

    def add(self, song: Song, *, first: bool = False) -> None:
        """Queue by hand: as the next one, or behind what was queued by hand before."""
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
        """Queue a song behind all others, to stay there."""
        self.upcoming.append(Entry(song, BY_HAND, by_hand=True))

    def place_of(self, entry: Entry, place: int) -> int | None:
        """Where among the upcoming an entry is that was at `place`; None where it is no more."""
        return nearest(self.upcoming, entry, place)

    def remove(self, index: int) -> Entry:
        """Take an upcoming entry out, not to be picked again. Raises `IndexError`."""
        entry = self.upcoming.pop(index)
        self._removed.add(entry.song.id)
        return entry

    def move(self, index: int, steps: int) -> int:
        """Move an upcoming entry to stay there; returns its place. Raises `IndexError`."""
        entry = self.upcoming.pop(index)
        at = min(max(index + steps, 0), len(self.upcoming))
        self.upcoming.insert(at, replace(entry, by_hand=True))
        return at

    def rerank(self, picks: Sequence[Pick]) -> None:
        """Replace the automatic entries by `picks`; those by hand keep their places."""
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
        """Make an upcoming entry the current one; None, and no current one, where there is none."""
        self._remember()
        self.current = self.upcoming.pop(index) if index < len(self.upcoming) else None
        return self.current

    def back(self) -> Entry | None:
        """Make the latest of the history the current one; without one, None and no change."""
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

    def _remember(self) -> None:
        if self.current is not None:
            self.history.append(self.current)
            del self.history[:-HISTORY_LENGTH]

    def mean_minutes(self) -> float | None:
        """How long the songs to come are in the mean, where it is known of any."""
        lengths = [entry.song.tags.duration_ms for entry in self.upcoming]
        known = [length / 60_000 for length in lengths if length]
        return sum(known) / len(known) if known else None

    def places(self, count: int) -> list[Point]:
        """Where the next songs lie on the mood plane, as far as they were heard."""
        analyses = [entry.song.analysis for entry in self.upcoming[:count]]
        return [(heard.valence, heard.arousal) for heard in analyses if heard is not None]

    def unwanted_ids(self) -> frozenset[SongId]:
        """The songs that no ranking need pick: what plays, was queued by hand, or taken out."""
        current = [] if self.current is None else [self.current.song.id]
        return frozenset([*self.by_hand_ids(), *current, *self._removed])

    def last_artists(self, count: int) -> tuple[str, ...]:
        """Of the last songs, the one that plays among them, latest last; some have no artist."""
        heard = [*self.history[-count:], *([] if self.current is None else [self.current])]
        return tuple(entry.song.artist for entry in heard[-count:] if entry.song.artist)

    def by_hand_ids(self) -> list[SongId]:
        """The songs that the listener queued or moved, in order."""
        return [entry.song.id for entry in self.upcoming if entry.by_hand]

    def update(self, songs: Iterable[Song]) -> None:
        """Show these songs' new state; upcoming ones that are gone leave the queue."""
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
