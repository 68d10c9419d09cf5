"""The song that plays, and why."""

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from tui_player.library.song import Song
from tui_player.ui.widgets.cells import fit, shown
from tui_player.ui.widgets.colours import MUTED


class TitleRow(Widget):
    """Title, artist and album, and the reason at the right."""

    DEFAULT_CSS = """
    TitleRow { height: 1; }
    """

    _song: Song | None = None
    _why = ""

    def show(self, song: Song | None, why: str) -> None:
        """Show this song and reason."""
        if (song, why) != (self._song, self._why):
            self._song, self._why = song, why
            self.refresh()

    def render(self) -> Content:
        """The row."""
        song, width = self._song, self.size.width
        if song is None:
            return Content.styled(fit("nothing plays", width), MUTED)
        mark = {1: ("♥ ", "$error"), -1: ("✗ ", MUTED)}.get(song.rating, ("", ""))
        title, artist = shown(song.title), shown(song.artist)
        album, why = shown(song.tags.album), shown(self._why)
        rest = f" — {artist}" * bool(artist) + f" · {album}" * bool(album)
        room = width - cell_len(mark[0])
        why_cells = min(cell_len(why), max(room // 3, room - cell_len(title + rest) - 2))
        title_cells = min(cell_len(title), room - why_cells - 2)
        return Content.assemble(
            mark,
            (fit(title, title_cells), "bold"),
            (fit(rest, room - why_cells - 2 - title_cells), "$foreground 80%"),
            "  ",
            (fit(why, why_cells), MUTED),
        )
