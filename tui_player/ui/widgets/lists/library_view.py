"""The library: search field and song table."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from tui_player.library.song import Song, SongId
from tui_player.ui.song_index import SongIndex
from tui_player.ui.widgets.colours import MUTED
from tui_player.ui.widgets.lists.song_table import SongTable


class SearchInput(Input):
    """Search field. Down moves to the songs; escape clears the field and moves there too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "leave", "To the songs", show=False),
        Binding("escape", "clear_and_leave", "Clear", show=False),
    ]

    class Left(Message):
        """The listener left the search field for the songs."""

    def action_leave(self) -> None:
        """Move to the songs."""
        self.post_message(self.Left())

    def action_clear_and_leave(self) -> None:
        """Clear the search and move to the songs."""
        self.clear()
        self.post_message(self.Left())


class LibraryView(Widget):
    """Search field above the song table; a thread searches and sorts."""

    DEFAULT_CSS = """
    LibraryView {
        layout: vertical;
        width: 1fr;
        height: 1fr;
        & > Horizontal { height: 1; background: $surface; }
        & SearchInput { width: 1fr; }
        & #library-prompt { width: 3; }
        & #library-count { width: auto; padding: 0 1; }
        & SongTable { height: 1fr; }
    }
    """

    @dataclass
    class Selected(Message):
        """Result of a search thread."""

        request: "_SearchRequest"
        songs: list[Song]
        total: int
        copies: frozenset[SongId]
        """Songs that are the same recording as another song."""
        cursor: int | None
        """New row of the cursor's song; None if it was not found."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._index = SongIndex()
        self._index_lock = Lock()
        self._changes: deque[tuple[Sequence[Song], bool]] = deque()
        """Changes that the index lacks, oldest first: songs, and whether they are all songs."""
        self._ticket = 0
        self._shown_query = ""

    def compose(self) -> ComposeResult:
        """Build the search field and the table."""
        with Horizontal():
            yield Static(Content.styled(" / ", "$text-accent"), id="library-prompt")
            yield SearchInput(placeholder="title, artist, album, genre, kind:speech", compact=True)
            yield Static(id="library-count")
        yield SongTable()

    def focus_search(self) -> None:
        """Focus the search field."""
        self.query_one(SearchInput).focus()

    def set_songs(self, songs: Sequence[Song]) -> None:
        """Replace all songs."""
        self._changes.append((list(songs), True))
        self._start_search()

    def update_songs(self, songs: Sequence[Song]) -> None:
        """Add or replace these songs."""
        self._changes.append((list(songs), False))
        self._start_search()

    def _start_search(self) -> None:
        """Start a search in a thread; late answers of earlier searches are ignored.

        The cursor stays on its song if the search words have not changed since the last result.
        """
        self._ticket += 1
        table, query = self.query_one(SongTable), self.query_one(SearchInput).value
        keep = table.cursor_song if query == self._shown_query else None
        request = _SearchRequest(self._ticket, query, table.sort_column, table.descending, keep)
        self.run_worker(partial(self._select, request), thread=True)

    def _select(self, request: "_SearchRequest") -> None:
        """Search in a thread. An outdated request is dropped."""
        with self._index_lock:
            self._apply_changes()
            if request.ticket != self._ticket:
                return
            songs = self._index.select(request.query, request.column, request.descending)
            total, copies = len(self._index), self._index.copies
        cursor = _place(request.keep, songs)
        self.post_message(self.Selected(request, songs, total, copies, cursor))

    def _apply_changes(self) -> None:
        while self._changes:
            songs, all_of_them = self._changes.popleft()
            if all_of_them:
                self._index = SongIndex(songs)
            else:
                self._index.update(songs)

    @on(Selected)
    def _show(self, event: Selected) -> None:
        event.stop()
        if event.request.ticket == self._ticket:
            self._shown_query = event.request.query
            table = self.query_one(SongTable)
            table.empty_text = "no song matches" if event.total else ""
            table.show(event.songs, _cursor(event, table), event.copies)
            count = f"{len(event.songs):,} of {event.total:,}"
            self.query_one("#library-count", Static).update(Content.styled(count, MUTED))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one(SongTable).scroll_to(y=0, animate=False)
        self._start_search()

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
        self._start_search()


@dataclass(frozen=True, slots=True)
class _SearchRequest:
    """One search."""

    ticket: int
    """Number of the request; the newest has the highest."""
    query: str
    column: str
    descending: bool
    keep: Song | None
    """The song under the cursor, if the cursor must stay on it."""


def _place(song: Song | None, songs: Sequence[Song]) -> int | None:
    """Index of `song` in `songs`; None if it is missing."""
    if song is None:
        return None
    return next((at for at, other in enumerate(songs) if other.id == song.id), None)


def _cursor(answer: LibraryView.Selected, table: SongTable) -> int | None:
    """New row of the cursor; None keeps its row.

    The cursor may have moved since the search began. New search words move it to the top.
    """
    kept, now = answer.request.keep, table.cursor_song
    if kept is None:
        return 0
    if now is not None and now.id != kept.id:
        return _place(now, answer.songs)
    return answer.cursor
