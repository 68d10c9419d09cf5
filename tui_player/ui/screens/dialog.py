"""Base class of all dialogs."""

from typing import ClassVar, TypeVar

from textual import events
from textual.binding import BindingType
from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer | None]):
    """A box in the middle. Escape, or a click outside it, closes it without an answer."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        & > .box {
            width: 64;
            max-width: 96%;
            height: auto;
            max-height: 94%;
            padding: 1 2;
            border: round $primary;
            background: $surface;
        }
        & .title { text-style: bold; color: $primary; margin-bottom: 1; }
        & .hint { color: $text-muted; margin-top: 1; }
        & .buttons { height: auto; margin-top: 1; }
        & Button { margin-right: 2; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "close", "Close")]

    AUTO_FOCUS = "Button, Input"

    def on_click(self, event: events.Click) -> None:
        """Close the dialog after a click outside the box."""
        under, _region = self.get_widget_at(*event.screen_offset)
        if under is self:
            self.action_close()

    def action_close(self) -> None:
        """Close without an answer; ignored if the dialog is closed already."""
        if self.is_current:
            self.dismiss(None)
