"""The queue: the next songs and their reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from tui_player.library.ranking.strategy import PathPart
from tui_player.session.play_queue import Entry, nearest_index
from tui_player.text import cell_width
from tui_player.ui.widgets.cells import fit, fit_right, shown
from tui_player.ui.widgets.lists.line_list import NARROW, LineList, Piece, RowAction, song_line
from tui_player.ui.widgets.lists.mood_style import MOOD_STYLES

ONE_LINE_WIDTH: Final = 110
"""From this width in cells on, the reason is beside the song, else below it."""
RATING_PIECES: Final = {1: Piece("♥", "liked"), -1: Piece("✗", "disliked"), 0: Piece(" ")}


PART_MARKS: Final = {PathPart.MEETING: "╷", PathPart.WAY: "│", PathPart.GOAL: "╵"}
"""Mark of the part of the path beside the reason."""


def part_mark_of(entry: Entry) -> str:
    """The mark of an entry's part of the path, or a blank; one cell."""
    part = entry.pick.part if entry.pick else None
    return PART_MARKS[part] if part else " "


def reason_pieces(why: str, width: int) -> list[Piece]:
    """The reason in `width` cells, with its mood word in the mood's colour."""
    text = fit(shown(why), width)
    word = text.partition(" ")[0]
    style = MOOD_STYLES.get(word)
    if style is None:
        return [Piece(text, "muted")]
    return [Piece(word, style), Piece(text[len(word) :], "muted")]


class QueueView(LineList):
    """List of the next songs with their reasons."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("shift+up,K", "move(-1)", "Earlier", show=False),
        Binding("shift+down,J", "move(1)", "Later", show=False),
        Binding("delete,x,backspace", "remove", "Remove", show=False),
    ]
    ROW_ACTIONS: ClassVar[Sequence[RowAction]] = (
        RowAction("?", "screen.why", "why it is here (y)"),
        RowAction("▲", "move(-1)", "play it earlier (shift+up)"),
        RowAction("▼", "move(1)", "play it later (shift+down)"),
        RowAction("×", "remove", "take it out of the queue (x)"),
    )

    @dataclass
    class Chosen(Message):
        """The listener wants to play this entry now."""

        view: "QueueView"
        entry: Entry
        index: int

        @property
        def control(self) -> "QueueView":
            """The queue."""
            return self.view

    @dataclass
    class Moved(Message):
        """The listener wants to move this entry by `steps` places."""

        view: "QueueView"
        entry: Entry
        index: int
        steps: int

        @property
        def control(self) -> "QueueView":
            """The queue."""
            return self.view

    @dataclass
    class Removed(Message):
        """The listener wants to remove this entry."""

        view: "QueueView"
        entry: Entry
        index: int

        @property
        def control(self) -> "QueueView":
            """The queue."""
            return self.view

    HEADER_HEIGHT: ClassVar[int] = 1

    row_height: reactive[int] = reactive(2, repaint=False)
    hint: reactive[str] = reactive("")
    """What to try first; empty if there is nothing to say."""

    _entries: Sequence[Entry] = ()
    _part_names: Mapping[PathPart, str] = MappingProxyType({})
    _at_top = False

    def begin_at_top(self) -> None:
        """Put the cursor on the first row of the next entries: the listener began a new way."""
        self._at_top = True

    def show(
        self,
        entries: Sequence[Entry],
        part_names: Mapping[PathPart, str] = MappingProxyType({}),
    ) -> None:
        """Show these entries; the cursor stays on its song if that is still in the queue.

        If the cursor is on an automatic first row, it stays on the first row. `part_names` are the
        words for the parts of the strategy's path, such as "brighter".
        """
        entries = list(entries)
        if (entries, part_names) == (self._entries, self._part_names):
            return
        self._part_names = part_names
        before, self._entries = self.cursor_entry, entries
        if self._at_top:
            self._at_top = False
            self.rows_changed(0)
        elif before is None or (self.cursor_index == 0 and self._is_automatic(before)):
            self.rows_changed(None)
        else:
            self.rows_changed(self._index_of(before))

    def _is_automatic(self, entry: Entry) -> bool:
        """Whether the listener neither queued nor moved this entry."""
        now = [other.by_hand for other in self._entries if other.song.id == entry.song.id]
        return not (entry.by_hand or any(now))

    def _index_of(self, entry: Entry) -> int:
        """Row of this entry's song, the nearest to the cursor if there are several."""
        place = nearest_index(self._entries, entry, self.cursor_index)
        return self.cursor_index if place is None else place

    @property
    def row_count(self) -> int:
        """Number of entries."""
        return len(self._entries)

    @property
    def cursor_entry(self) -> Entry | None:
        """The entry under the cursor."""
        return self._entries[self.cursor_index] if self._entries else None

    def on_resize(self, event: events.Resize) -> None:
        """Use one line for each row if the reason fits beside the song, else two."""
        self.row_height = 1 if event.size.width >= ONE_LINE_WIDTH else 2

    @property
    def empty_lines(self) -> Sequence[str]:
        """What the queue waits for, and the hint."""
        return self.empty_text, self.hint

    def header_pieces(self, width: int) -> list[Piece]:
        """Heading with the number and total length of the songs. A hint is more important."""
        title = Piece(" up next", "header")
        if not self._entries:
            return [title]
        length = Piece(self._parts_text() or self._length_text(), "muted")
        if not self.hint:
            return [title, length]
        room = width - 1 - cell_width(title.text)
        hint = Piece(fit_right(self.hint, room - cell_width(length.text)), "accent")
        fits = cell_width(length.text) + cell_width(self.hint) < room
        return [title, length, hint] if fits else [title, Piece("  " + self.hint, "accent")]

    def _parts_text(self) -> str:
        """Where the parts of the path are, such as "1-3 meet you · 4-9 brighter · then happy"."""
        parts = [entry.pick.part if entry.pick else None for entry in self._entries]
        texts: list[str] = []
        for part, name in self._part_names.items():
            rows = [row for row, other in enumerate(parts, start=1) if other is part]
            if rows and part is PathPart.GOAL:
                texts.append(f"then {name}" if texts else name)
            elif rows:
                texts.append(f"{rows[0]}-{rows[-1]} {name}" if rows[1:] else f"{rows[0]} {name}")
        return "  " + " · ".join(texts) if texts else ""

    def _length_text(self) -> str:
        minutes = sum(entry.song.tags.duration_ms or 0 for entry in self._entries) // 60_000
        songs = "1 song" if len(self._entries) == 1 else f"{len(self._entries)} songs"
        length = f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
        return f"  {songs} · {length}"

    def row_pieces(self, index: int, part: int, width: int) -> list[Piece]:
        """Place, song and rating, with the reason beside or below them."""
        entry = self._entries[index]
        place = Piece(fit_right(str(index + 1), 3) + " " if width >= NARROW else "", "muted")
        indent = len(place.text) + 1
        if part == 1:
            part_mark = part_mark_of(entry)
            margin = " " * (indent - 2) + part_mark + " "
            return [Piece(margin, "muted"), *reason_pieces(entry.why, width - indent)]
        rating = RATING_PIECES[entry.song.rating]
        mark = Piece("›" if entry.by_hand else " ", "accent")
        title, artist = shown(entry.song.title), shown(entry.song.artist)
        if self.row_height == 2:
            song = song_line(title, artist, width - indent - 2)
            return [place, mark, *song, Piece(" "), rating]
        song_width = (width - 10) * 11 // 20
        song = song_line(title, artist, song_width)
        part_mark = part_mark_of(entry)
        reason = reason_pieces(entry.why, width - 10 - song_width)
        return [place, mark, *song, Piece(" "), rating, Piece(part_mark + " ", "muted"), *reason]

    def action_choose(self) -> None:
        """Play the entry under the cursor."""
        if (entry := self.cursor_entry) is not None:
            self.post_message(self.Chosen(self, entry, self.cursor_index))

    def action_move(self, steps: int) -> None:
        """Move the entry under the cursor."""
        entry = self.cursor_entry
        if entry is not None and 0 <= self.cursor_index + steps < len(self._entries):
            self.post_message(self.Moved(self, entry, self.cursor_index, steps))

    def action_remove(self) -> None:
        """Remove the entry under the cursor."""
        if (entry := self.cursor_entry) is not None:
            self.post_message(self.Removed(self, entry, self.cursor_index))
