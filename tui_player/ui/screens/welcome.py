"""Dialog of the first run, which asks for music."""

from pathlib import Path
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from tui_player.text import printable
from tui_player.ui.screens.dialog import Dialog
from tui_player.ui.screens.scan_prompt import folder_typed

DEMO: Final = ""
"""The answer for the demo music."""


class WelcomeScreen(Dialog[str]):
    """Answers with a folder or `DEMO`. Escape leaves the library empty."""

    DEFAULT_CSS = """
    WelcomeScreen Button { width: 1fr; margin: 0 0 1 0; }
    """

    AUTO_FOCUS = "#path"  # so that a folder can be typed or pasted at once

    def __init__(self, music_folder: Path) -> None:
        super().__init__()
        self._music_folder = music_folder

    def compose(self) -> ComposeResult:
        """Build the greeting and the three choices."""
        there = self._music_folder.is_dir()
        with VerticalScroll(classes="box"):
            yield Static("Welcome to tui-player", classes="title")
            yield Static(
                "It plays your own music in an order that follows your mood. Where is the music?\n"
            )
            if there:
                name = Content(f"My music folder: {printable(str(self._music_folder))}")
                yield Button(name, variant="primary", id="music")
            yield Button(
                "A demo: twelve short pieces, composed here",
                variant="default" if there else "primary",
                id="demo",
            )
            first = "my music folder" if there else "the demo"
            yield Input(placeholder=f"Or type a folder; enter alone: {first}", id="path")
            yield Static("", id="problem")
            yield Static("1-7 set the mood by hand at any time. escape: later.", classes="hint")

    @on(Button.Pressed, "#music")
    def _music(self) -> None:
        self.dismiss(str(self._music_folder))

    @on(Button.Pressed, "#demo")
    def _demo(self) -> None:
        self.dismiss(DEMO)

    @on(Input.Submitted)
    def _path(self, event: Input.Submitted) -> None:
        folder = folder_typed(event.value, self._music_folder)
        if folder is not None:
            self.dismiss(str(folder))
        elif event.value.strip():
            self.query_one("#problem", Static).update("There is no such folder.")
        else:
            self._demo()
