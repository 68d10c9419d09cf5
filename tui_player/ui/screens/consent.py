"""Dialog that asks for consent to use the camera."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from tui_player.ui.screens.dialog import Dialog


class ConsentScreen(Dialog[bool]):
    """Yes or no. Escape means no, and the first focus is on no."""

    AUTO_FOCUS = "#no"

    def compose(self) -> ComposeResult:
        """Build the text and two buttons."""
        with Vertical(classes="box"):
            yield Static("May the player use the camera?", classes="title")
            yield Static(
                "About twice a second it takes one picture, finds your face and reads the "
                "expression. Pictures stay in memory for that moment only: nothing is stored, "
                "nothing is sent.\n\nIt can be wrong: a face is not a feeling. w rejects it, 1-7 "
                "set the mood by hand, and c turns the camera off at any time."
            )
            with Horizontal(classes="buttons"):
                yield Button("Turn the camera on", variant="primary", id="yes")
                yield Button("Leave it off", id="no")

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")
