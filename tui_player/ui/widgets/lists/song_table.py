"""Table of the library's songs."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from tui_player.library.mood_words import mood_word
from tui_player.library.song import Song, SongId
from tui_player.library.sound_kind import SoundKind
from tui_player.ui.widgets.cells import clock, fit, fit_right, shown
from tui_player.ui.widgets.lists.line_list import LineList, Piece, RowAction
from tui_player.ui.widgets.lists.mood_style import MOOD_STYLES
from tui_player.ui.widgets.lists.queue_view import RATING_PIECES

GAP: Final = 2


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table."""

    name: str
    """Name in `song_index.COLUMNS`."""
    heading: str
    cells: int = 0
    """Width in cells; 0 if the column gets a share of the remaining width."""
    share: int = 0
    """Share of the remaining width."""
    right: bool = False
    """Whether the text is aligned to the right."""
    from_width: int = 0
    """Least width of the table that shows this column, cells."""


COLUMNS: Final = (
    Column("title", "title", share=4),
    Column("artist", "artist", share=3),
    Column("album", "album", share=3, from_width=72),
    Column("genre", "genre", cells=14, from_width=96),
    Column("length", "time", cells=6, right=True, from_width=50),
    Column("mood", "mood", cells=10, from_width=38),
    Column("rating", "♥", cells=3),
    Column("plays", "plays", cells=7, right=True, from_width=60),
)

COPY: Final = "≡"
"""Mark of a song that is the same recording as another one."""

CELLS: Final[dict[str, Callable[[Song], tuple[str, str]]]] = {
    "title": lambda song: (shown(song.title), "strong" if playable(song) else "muted"),
    "artist": lambda song: (shown(song.artist), "text"),
    "album": lambda song: (shown(song.tags.album), "muted"),
    "genre": lambda song: (genre_text(song), "muted"),
    "length": lambda song: (clock(song.tags.duration_ms), "muted"),
    "rating": lambda song: (RATING_PIECES[song.rating].text, RATING_PIECES[song.rating].style),
    "plays": lambda song: (str(song.plays) if song.plays else "", "muted"),
}
"""Text and style of each column except the mood."""


def genre_text(song: Song) -> str:
    """The tagged genre, or the network's genre, marked as a guess."""
    guessed = song.predicted_genre and not song.tags.genres
    return "~" * bool(guessed) + shown(song.genre)


def playable(song: Song) -> bool:
    """Whether the file exists and can be decoded, as far as is known."""
    return not song.missing and song.failure is None


def layout(width: int) -> list[tuple[Column, int]]:
    """Columns that fit in `width` cells, with their widths."""
    columns = [column for column in COLUMNS if width >= column.from_width]
    remaining = width - sum(column.cells for column in columns) - GAP * (len(columns) - 1)
    shares = sum(column.share for column in columns)
    return [(c, c.cells or max(4, remaining * c.share // shares)) for c in columns]


def mood_piece(song: Song, cells: int) -> Piece:
    """Mood word of the song, or why there is none: no file, no analysis, or not music."""
    if song.missing:
        return Piece(fit("missing", cells), "muted")
    if song.failure is not None:
        return Piece(fit("broken", cells), "muted")
    if song.analysis is None:
        return Piece(fit("…", cells), "muted")
    if song.kind is not SoundKind.MUSIC:
        return Piece(fit(song.kind, cells), "muted")
    word = mood_word(song.analysis.valence, song.analysis.arousal)
    return Piece(fit(word, cells), MOOD_STYLES.get(word, "text"))


class SongTable(LineList):
    """Table of songs: title, artist, album, genre, length, mood, rating and plays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "queue(False)", "Queue", show=False),
        Binding("A", "queue(True)", "Queue next", show=False),
        Binding("o", "sort(1)", "Sort by the next column", show=False),
        Binding("O", "sort(0)", "Sort the other way round", show=False),
    ]
    ROW_ACTIONS: ClassVar[Sequence[RowAction]] = (
        RowAction("?", "screen.why", "where it stands for your mood, and why (y)"),
        RowAction("+", "queue(False)", "queue it after those you queued (a)"),
        RowAction("↑", "queue(True)", "play it next (A)"),
    )
    HEADER_HEIGHT: ClassVar[int] = 1

    sort_column: reactive[str] = reactive("artist")
    descending: reactive[bool] = reactive(False)

    @dataclass
    class Chosen(Message):
        """The listener wants to play this song now."""

        table: "SongTable"
        song: Song

        @property
        def control(self) -> "SongTable":
            """The table."""
            return self.table

    @dataclass
    class Queued(Message):
        """The listener wants to queue this song, `first` before all others."""

        table: "SongTable"
        song: Song
        first: bool

        @property
        def control(self) -> "SongTable":
            """The table."""
            return self.table

    @dataclass
    class SortRequested(Message):
        """The listener wants to sort by this column, or to reverse its order."""

        table: "SongTable"
        column: str

        @property
        def control(self) -> "SongTable":
            """The table."""
            return self.table

    _songs: Sequence[Song] = ()
    _copies: Collection[SongId] = frozenset()

    def show(
        self,
        songs: Sequence[Song],
        cursor_index: int | None = None,
        copies: Collection[SongId] = frozenset(),
    ) -> None:
        """Show these songs in this order. The cursor stays in its row unless another is given.

        `copies` are marked as the same recording as another song. The sequence is not copied, so
        don't change it.
        """
        self._songs = songs
        self._copies = copies
        self.rows_changed(cursor_index)

    @property
    def songs(self) -> Sequence[Song]:
        """The songs in the table."""
        return self._songs

    @property
    def row_count(self) -> int:
        """Number of songs."""
        return len(self._songs)

    @property
    def cursor_song(self) -> Song | None:
        """The song under the cursor."""
        return self._songs[self.cursor_index] if self._songs else None

    def header_pieces(self, width: int) -> list[Piece]:
        """Headings, with a mark at the sorted column."""
        pieces = [Piece(" ")]
        for column, cells in layout(self._columns_width(width)):
            mark = (" ▼" if self.descending else " ▲") if column.name == self.sort_column else ""
            heading = column.heading + mark
            text = fit_right(heading, cells) if column.right else fit(heading, cells)
            pieces.append(Piece(text + " " * GAP, "header"))
        return pieces

    def _columns_width(self, width: int) -> int:
        return width - 1 - self._actions_width

    def header_clicked(self, x: int) -> None:
        """Post a request to sort by the column at cell `x`."""
        start = 1
        for column, cells in layout(self._columns_width(self.scrollable_content_region.width)):
            if start <= x < start + cells + GAP:
                self.post_message(self.SortRequested(self, column.name))
                return
            start += cells + GAP

    def row_pieces(self, index: int, part: int, width: int) -> list[Piece]:
        """The cells of one song."""
        song = self._songs[index]
        pieces: list[Piece] = []
        for column, cells in layout(width):
            pieces += [self._cell(song, column, cells), Piece(" " * GAP)]
        return pieces[:-1]

    def _cell(self, song: Song, column: Column, cells: int) -> Piece:
        if column.name == "mood":
            return mood_piece(song, cells)
        text, style = CELLS[column.name](song)
        if column.name == "rating" and song.id in self._copies:
            text += COPY
        return Piece((fit_right if column.right else fit)(text, cells), style)

    def action_choose(self) -> None:
        """Play the song under the cursor."""
        if (song := self.cursor_song) is not None:
            self.post_message(self.Chosen(self, song))

    def action_sort(self, columns: int) -> None:
        """Post a request to sort by the column `columns` places further; 0 is the current one."""
        names = [column.name for column in COLUMNS]
        place = names.index(self.sort_column) + columns
        self.post_message(self.SortRequested(self, names[place % len(names)]))

    def action_queue(self, first: bool) -> None:
        """Queue the song under the cursor; `first` puts it before all others."""
        if (song := self.cursor_song) is not None:
            self.post_message(self.Queued(self, song, first))
