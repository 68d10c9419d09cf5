"""Dialog that says why a song has its place."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui_player.library.song import Song
from tui_player.services.messages import ExplanationDone
from tui_player.ui.screens.dialog import Dialog
from tui_player.ui.widgets.cells import shown
from tui_player.ui.widgets.term_bars import TermBars


class WhyScreen(Dialog[None]):
    """The song, its place and mood, what each term gives, and what would move it up."""

    DEFAULT_CSS = """
    WhyScreen {
        & > .box { width: 78; }
        & TermBars { margin: 1 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [("y,q", "close", "Close")]
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, song: Song, where: str, explain: Callable[[Song], None]) -> None:
        """`where` says where the song is; `explain` asks for the answer that `show` takes."""
        super().__init__()
        self._song = song
        self._where = where
        self._explain = explain

    def compose(self) -> ComposeResult:
        """Build the song's name, and room for the answer."""
        artist = f" — {shown(self._song.artist)}" * bool(self._song.artist)
        with VerticalScroll(classes="box"):
            yield Static(Content(shown(self._song.title) + artist), classes="title")
            yield Static("…", id="place")
            yield TermBars()
            yield Static(id="reasons")

    def on_mount(self) -> None:
        """Ask, now that the answer has its room."""
        self._explain(self._song)

    def show(self, answer: ExplanationDone) -> None:
        """Show the answer; one about another song is ignored."""
        if answer.song_id != self._song.id:
            return
        place = self.query_one("#place", Static)
        if (explanation := answer.explanation) is None:
            place.update(Content(f"no place in the queue: {shown(answer.reason)}"))
            return
        where = f", {self._where}" * bool(self._where)
        place.update(Content(f"{explanation.place_text}{where}\n{explanation.mood_text}"))
        self.query_one(TermBars).show(explanation.contributions)
        why = f"Why: {explanation.standing.why}"
        lines = [why, *(move.text for move in explanation.moves)]
        self.query_one("#reasons", Static).update(Content("\n".join(map(shown, lines))))
