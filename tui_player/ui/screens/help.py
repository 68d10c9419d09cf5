"""Dialog with the help for all keys."""

from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui_player.ui.keys import KEYS, LIST_KEYS
from tui_player.ui.screens.dialog import Dialog

KEY_COLUMN = 16


class HelpScreen(Dialog[None]):
    """Scrolling list of keys."""

    DEFAULT_CSS = "HelpScreen > .box { width: 78; }"
    BINDINGS: ClassVar[list[BindingType]] = [("question_mark,q", "close", "Close")]
    AUTO_FOCUS = "VerticalScroll"

    def compose(self) -> ComposeResult:
        """Build the groups of keys, and a note on moods and privacy."""
        with VerticalScroll(classes="box"):
            yield Static("Keys", classes="title")
            yield Static(_key_help())
            yield Static(
                "The player says what a face looks like, never what you feel. Pictures are read in "
                "memory and forgotten. Everything works by mouse too. escape closes this.",
                classes="hint",
            )


def _key_help() -> Content:
    lines: list[Content] = []
    for group, keys in groupby(KEYS, key=lambda key: key.group):
        lines.append(Content.styled(group, "bold"))
        lines += [_line(key.shown or key.keys, key.help) for key in keys]
        lines.append(Content(""))
    lines.append(Content.styled("In the lists", "bold"))
    lines += [_line(keys, text) for keys, text in LIST_KEYS]
    return Content("\n").join(lines)


def _line(keys: str, text: str) -> Content:
    return Content.assemble((f"  {keys:<{KEY_COLUMN}}", "$accent"), text)
