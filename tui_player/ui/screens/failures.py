"""Dialog with the list of unreadable files."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui_player.text import printable
from tui_player.ui.screens.dialog import Dialog

SHOWN = 500
"""Largest number of files shown; the scan command names all."""


class FailuresScreen(Dialog[None]):
    """Scrolling list of files and reasons."""

    DEFAULT_CSS = "FailuresScreen > .box { width: 96%; }"
    BINDINGS: ClassVar[list[BindingType]] = [("f,q", "close", "Close")]
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, failures: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._failures = failures

    def compose(self) -> ComposeResult:
        """Build the list: a line for the path, a line for the reason."""
        with VerticalScroll(classes="box"):
            yield Static(f"Files that could not be read: {len(self._failures)}", classes="title")
            lines = [
                Content.assemble(printable(path), "\n  ", (printable(reason), "$text-muted"))
                for path, reason in self._failures[:SHOWN]
            ]
            yield Static(Content("\n").join(lines) if lines else "None.")
