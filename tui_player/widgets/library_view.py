"""The library: search as you type, and the table of songs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from tui_player.library.song import Song
from tui_player.song_index import SongIndex
from tui_player.widgets.palette import MUTED
from tui_player.widgets.song_table import SongTable


class SearchInput(Input):
    """The words to search for; down goes to the songs, escape clears and goes there too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "leave", "To the songs", show=False),
        Binding("escape", "clear_and_leave", "Clear", show=False),
    ]

    class Left(Message):
        """The listener wants to go to the songs."""

    def action_leave(self) -> None:
        """To the songs."""
        self.post_message(self.Left())

    def action_clear_and_leave(self) -> None:
        """All songs again, and to them."""
        self.clear()
        self.post_message(self.Left())


class LibraryView(Widget):
    """Search line above the song table; finding and sorting happens in a thread."""

    DEFAULT_CSS = """
    LibraryView {
        layout: vertical;
        & > Horizontal { height: 1; background: $surface; }
        & SearchInput { width: 1fr; }
        & #library-count { width: auto; padding: 0 1; }
        & SongTable { height: 1fr; }
    }
    """

    @dataclass
    class Selected(Message):
        """A worker's answer to the newest question."""

        ticket: int
        songs: list[Song]
        total: int

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._index = SongIndex([])
        self._ticket = 0

    def compose(self) -> ComposeResult:
        """Search line and table."""
        with Horizontal():
            yield SearchInput(placeholder="search title, artist, album, genre", compact=True)
            yield Static(id="library-count")
        yield SongTable()

    def focus_search(self) -> None:
        """Let the listener type."""
        self.query_one(SearchInput).focus()

    def set_songs(self, songs: Sequence[Song]) -> None:
        """These are all the songs."""
        self._ask(new=list(songs))

    def update_songs(self, songs: Sequence[Song]) -> None:
        """These songs are new or have changed."""
        self._ask(changed=list(songs))

    def _ask(self, new: list[Song] | None = None, changed: Sequence[Song] = ()) -> None:
        """Have the songs selected anew; an answer that comes too late is not shown."""
        self._ticket += 1
        table, query = self.query_one(SongTable), self.query_one(SearchInput).value
        question = (self._ticket, query, table.sort_column, table.descending)
        self.run_worker(partial(self._select, question, new, changed), thread=True)

    def _select(
        self, question: tuple[int, str, str, bool], new: list[Song] | None, changed: Sequence[Song]
    ) -> None:
        """In a worker's thread."""
        ticket, query, column, descending = question
        if new is not None:
            self._index = SongIndex(new)
        index = self._index
        index.update(changed)
        if ticket == self._ticket:
            songs = index.select(query, column, descending)
            self.post_message(self.Selected(ticket, songs, len(index)))

    @on(Selected)
    def _show(self, event: Selected) -> None:
        event.stop()
        if event.ticket == self._ticket:
            self.query_one(SongTable).show(event.songs)
            count = f"{len(event.songs):,} of {event.total:,}"
            self.query_one("#library-count", Static).update(Content.styled(count, MUTED))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._ask()

    @on(Input.Submitted)
    @on(SearchInput.Left)
    def _to_songs(self, event: Message) -> None:
        event.stop()
        self.query_one(SongTable).focus()

    @on(SongTable.SortRequested)
    def _sort(self, event: SongTable.SortRequested) -> None:
        table = event.table
        table.descending = event.column == table.sort_column and not table.descending
        table.sort_column = event.column
        self._ask()
