"""Dialog that asks which folders to scan."""

from collections.abc import Sequence
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from tui_player.paths import typed_path
from tui_player.text import printable
from tui_player.ui.screens.dialog import Dialog


class ScanPrompt(Dialog[list[str]]):
    """Choice between adding a folder and scanning all known folders again."""

    def __init__(self, folders: Sequence[str], suggestion: Path) -> None:
        super().__init__()
        self._folders = list(folders)
        self._suggestion = suggestion

    def compose(self) -> ComposeResult:
        """Build the known folders, the path's input and the buttons."""
        with VerticalScroll(classes="box", can_focus=False):
            yield Static("Scan music into the library", classes="title")
            if self._folders:
                known = "\n".join(f"  {printable(folder)}" for folder in self._folders)
                yield Static(Content(f"In the library already:\n{known}\n"))
            yield Static("Add a folder:")
            yield Input(placeholder=printable(str(self._suggestion)), id="path")
            yield Static("", classes="hint", id="problem")
            with Horizontal(classes="buttons"):
                yield Button("Scan this folder", variant="primary", id="add")
                if self._folders:
                    yield Button("Look for changes in all", id="again")

    @on(Input.Submitted)
    @on(Button.Pressed, "#add")
    def _add(self) -> None:
        folder = folder_typed(self.query_one("#path", Input).value, self._suggestion)
        if folder is None:
            self.query_one("#problem", Static).update("There is no such folder.")
        else:
            self.dismiss([str(folder)])

    @on(Button.Pressed, "#again")
    def _again(self) -> None:
        self.dismiss(self._folders)


def folder_typed(text: str, suggestion: Path) -> Path | None:
    """The typed folder, or `suggestion` if nothing was typed; None if it does not exist."""
    folder = typed_path(text.strip()).absolute() if text.strip() else suggestion
    try:
        return folder if folder.is_dir() else None
    except (OSError, ValueError):
        return None
