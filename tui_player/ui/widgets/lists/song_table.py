"""The library's songs as a table; rows are drawn when they come on screen."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from tui_player.library.mood_words import mood_word
from tui_player.library.song import Song, SongId
from tui_player.ui.widgets.cells import clock, fit, fit_right, shown
from tui_player.ui.widgets.lists.line_list import LineList, Piece, RowAction
from tui_player.ui.widgets.lists.queue_view import RATING_PIECES

GAP: Final = 2


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table."""

    name: str
    """As in `song_index.COLUMNS`."""
    heading: str
    cells: int = 0
    """Width; 0 shares what is left."""
    share: int = 0
    """Of what is left."""
    right: bool = False
    """Aligned to the right."""
    from_width: int = 0
    """Left out of narrower tables."""


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
"""Beside the rating of a song that is the same recording as another."""

MOOD_LOOKS: Final = {
    "warm": "happy",
    "bright": "happy",
    "energetic": "tense",
    "tense": "tense",
    "dark": "sad",
    "melancholy": "sad",
    "quiet": "calm",
    "calm": "calm",
}
"""The colour of each word for what a song sounds like: that of the quadrant it is nearest to."""

CELLS: Final[dict[str, Callable[[Song], tuple[str, str]]]] = {
    "title": lambda song: (shown(song.title), "strong" if playable(song) else "muted"),
    "artist": lambda song: (shown(song.artist), "text"),
    "album": lambda song: (shown(song.tags.album), "muted"),
    "genre": lambda song: (genre_text(song), "muted"),
    "length": lambda song: (clock(song.tags.duration_ms), "muted"),
    "rating": lambda song: (RATING_PIECES[song.rating].text, RATING_PIECES[song.rating].look),
    "plays": lambda song: (str(song.plays) if song.plays else "", "muted"),
}
"""Text and look of each column but the mood's."""


def genre_text(song: Song) -> str:
    """The tagged genre, or the one that the network hears, which is marked as a guess."""
    guessed = song.predicted_genre and not song.tags.genres
    return "~" * bool(guessed) + shown(song.genre)


def playable(song: Song) -> bool:
    """Whether the file is there and can be heard, as far as is known."""
    return not song.missing and song.failure is None


def layout(width: int) -> list[tuple[Column, int]]:
    """The columns that fit in `width` cells, with their widths."""
    columns = [column for column in COLUMNS if width >= column.from_width]
    rest = width - sum(column.cells for column in columns) - GAP * (len(columns) - 1)
    shares = sum(column.share for column in columns)
    return [(c, c.cells or max(4, rest * c.share // shares)) for c in columns]


def mood_piece(song: Song, cells: int) -> Piece:
    """What the song sounds like, or why that is not known."""
    if song.missing:
        return Piece(fit("missing", cells), "muted")
    if song.failure is not None:
        return Piece(fit("broken", cells), "muted")
    if song.analysis is None:
        return Piece(fit("…", cells), "muted")
    word = mood_word(song.analysis.valence, song.analysis.arousal)
    return Piece(fit(word, cells), MOOD_LOOKS.get(word, "text"))


class SongTable(LineList):
    """Title, artist, album, genre, length, mood, rating and plays of any number of songs."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "queue(False)", "Queue", show=False),
        Binding("A", "queue(True)", "Queue next", show=False),
        Binding("o", "sort(1)", "Sort by the next column", show=False),
        Binding("O", "sort(0)", "Sort the other way round", show=False),
    ]
    ROW_ACTIONS: ClassVar[Sequence[RowAction]] = (
        RowAction("+", "queue(False)", "queue it after those you queued (a)"),
        RowAction("↑", "queue(True)", "play it next (A)"),
    )
    HEADER_HEIGHT: ClassVar[int] = 1

    sort_column: reactive[str] = reactive("artist")
    descending: reactive[bool] = reactive(False)

    @dataclass
    class Chosen(Message):
        """Play this song now."""

        table: "SongTable"
        song: Song

        @property
        def control(self) -> "SongTable":
            """The table that it was chosen in."""
            return self.table

    @dataclass
    class Queued(Message):
        """Queue this song, `first` before all others."""

        table: "SongTable"
        song: Song
        first: bool

        @property
        def control(self) -> "SongTable":
            """The table that it was chosen in."""
            return self.table

    @dataclass
    class SortRequested(Message):
        """Sort by this column; the other way round where it is sorted by that already."""

        table: "SongTable"
        column: str

        @property
        def control(self) -> "SongTable":
            """The table whose header was pressed."""
            return self.table

    _songs: Sequence[Song] = ()
    _copies: Collection[SongId] = frozenset()

    def show(
        self,
        songs: Sequence[Song],
        cursor_index: int | None = None,
        copies: Collection[SongId] = frozenset(),
    ) -> None:
        """Show these songs, in this order; the cursor stays in its row unless another is named.

        `copies` are marked as the same recording as another song. The sequence is kept, not copied:
        don't change it.
        """
        self._songs = songs
        self._copies = copies
        self.rows_changed(cursor_index)

    @property
    def songs(self) -> Sequence[Song]:
        """What is shown."""
        return self._songs

    @property
    def row_count(self) -> int:
        """How many songs there are."""
        return len(self._songs)

    @property
    def cursor_song(self) -> Song | None:
        """The song under the cursor."""
        return self._songs[self.cursor_index] if self._songs else None

    def header_pieces(self, width: int) -> list[Piece]:
        """Headings, with a mark at the column that is sorted by."""
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
        """Ask to be sorted by the column at cell `x`."""
        start = 1
        for column, cells in layout(self._columns_width(self.scrollable_content_region.width)):
            if start <= x < start + cells + GAP:
                self.post_message(self.SortRequested(self, column.name))
                return
            start += cells + GAP

    def row_pieces(self, index: int, part: int, width: int) -> list[Piece]:
        """One song."""
        song = self._songs[index]
        pieces: list[Piece] = []
        for column, cells in layout(width):
            pieces += [self._cell(song, column, cells), Piece(" " * GAP)]
        return pieces[:-1]

    def _cell(self, song: Song, column: Column, cells: int) -> Piece:
        if column.name == "mood":
            return mood_piece(song, cells)
        text, look = CELLS[column.name](song)
        if column.name == "rating" and song.id in self._copies:
            text += COPY
        return Piece((fit_right if column.right else fit)(text, cells), look)

    def action_choose(self) -> None:
        """Play the song under the cursor."""
        if (song := self.cursor_song) is not None:
            self.post_message(self.Chosen(self, song))

    def action_sort(self, columns: int) -> None:
        """Ask to be sorted by the column so many places further; 0 is the same one."""
        names = [column.name for column in COLUMNS]
        place = names.index(self.sort_column) + columns
        self.post_message(self.SortRequested(self, names[place % len(names)]))

    def action_queue(self, first: bool) -> None:
        """Queue the song under the cursor."""
        if (song := self.cursor_song) is not None:
            self.post_message(self.Queued(self, song, first))
