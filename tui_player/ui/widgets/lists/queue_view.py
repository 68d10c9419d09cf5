"""The queue: the next songs and their reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from tui_player.session.play_queue import Entry, nearest_index
from tui_player.text import cell_width
from tui_player.ui.widgets.cells import fit, fit_right, shown
from tui_player.ui.widgets.lists.line_list import NARROW, LineList, Piece, RowAction, song_line

ONE_LINE_WIDTH: Final = 110
"""From this width in cells on, the reason is beside the song, else below it."""
RATING_PIECES: Final = {1: Piece("♥", "liked"), -1: Piece("✗", "disliked"), 0: Piece(" ")}


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

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these entries; the cursor stays on its song if that is still in the queue.

        If the cursor is on an automatic first row, it stays on the first row.
        """
        entries = list(entries)
        if entries == self._entries:
            return
        before, self._entries = self.cursor_entry, entries
        if before is None or (self.cursor_index == 0 and self._is_automatic(before)):
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
        length = Piece(self._length_text(), "muted")
        if not self.hint:
            return [title, length]
        room = width - 1 - cell_width(title.text)
        hint = Piece(fit_right(self.hint, room - cell_width(length.text)), "accent")
        fits = cell_width(length.text) + cell_width(self.hint) < room
        return [title, length, hint] if fits else [title, Piece("  " + self.hint, "accent")]

    def _length_text(self) -> str:
        minutes = sum(entry.song.tags.duration_ms or 0 for entry in self._entries) // 60_000
        songs = "1 song" if len(self._entries) == 1 else f"{len(self._entries)} songs"
        length = f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
        return f"  {songs} · {length}"

    def row_pieces(self, index: int, part: int, width: int) -> list[Piece]:
        """Place, song and rating, with the reason beside or below them."""
        entry = self._entries[index]
        why = shown(entry.why)
        place = Piece(fit_right(str(index + 1), 3) + " " if width >= NARROW else "", "muted")
        indent = len(place.text) + 1
        if part == 1:
            return [Piece(" " * indent + fit(why, width - indent), "muted")]
        rating = RATING_PIECES[entry.song.rating]
        mark = Piece("›" if entry.by_hand else " ", "accent")
        title, artist = shown(entry.song.title), shown(entry.song.artist)
        if self.row_height == 2:
            song = song_line(title, artist, width - indent - 2)
            return [place, mark, *song, Piece(" "), rating]
        song_width = (width - 10) * 11 // 20
        reason = fit(why, width - 10 - song_width)
        song = song_line(title, artist, song_width)
        return [place, mark, *song, Piece(" "), rating, Piece("  "), Piece(reason, "muted")]

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
