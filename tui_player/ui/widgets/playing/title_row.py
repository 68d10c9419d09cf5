"""Title and reason of the current song."""

from textual.content import Content
from textual.widget import Widget

from tui_player.library.analysis import key_and_tempo
from tui_player.library.song import Song
from tui_player.library.sound_kind import SoundKind
from tui_player.text import cell_width
from tui_player.ui.widgets.cells import fit, shown
from tui_player.ui.widgets.colours import MUTED


class TitleRow(Widget):
    """A row with title, artist and album, and the reason at the right.

    Key and tempo follow if there is room.
    """

    DEFAULT_CSS = """
    TitleRow { height: 1; }
    """

    _song: Song | None = None
    _why = ""

    def show(self, song: Song | None, why: str) -> None:
        """Show `song` and its reason `why`."""
        if (song, why) != (self._song, self._why):
            self._song, self._why = song, why
            self.refresh()

    def render(self) -> Content:
        """Draw the row."""
        song, width = self._song, self.size.width
        if song is None:
            return Content.styled(fit("nothing plays", width), MUTED)
        mark = {1: ("♥ ", "$error"), -1: ("✗ ", MUTED)}.get(song.rating, ("", ""))
        title, artist = shown(song.title), shown(song.artist)
        album, why = shown(song.tags.album), shown(self._why)
        artist_and_album = f" — {artist}" * bool(artist) + f" · {album}" * bool(album)
        room = width - cell_width(mark[0])
        details = _details(song)
        if cell_width(title + artist_and_album + details + why) + 2 <= room:
            artist_and_album += details
        why_cells = min(
            cell_width(why), max(room // 3, room - cell_width(title + artist_and_album) - 2)
        )
        title_cells = min(cell_width(title), room - why_cells - 2)
        return Content.assemble(
            mark,
            (fit(title, title_cells), "bold"),
            (fit(artist_and_album, room - why_cells - 2 - title_cells), "$foreground 80%"),
            "  ",
            (fit(why, why_cells), MUTED),
        )


def _details(song: Song) -> str:
    """Key and tempo of music after a separator; empty if they are not known."""
    heard = song.analysis
    if heard is None or heard.sound_kind is not SoundKind.MUSIC:
        return ""
    text = key_and_tempo(heard.key, heard.tempo_bpm)
    return f" · {text}" * bool(text)
