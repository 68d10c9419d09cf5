"""The row of buttons below the current song."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tui_player.text import printable

PLAY: Final = "►"
PAUSE: Final = "▌▌"


class Control(Static):
    """A button."""

    ALLOW_SELECT = False

    def __init__(self, action: str, text: str, tooltip: str, classes: str = "") -> None:
        super().__init__(Content(text), id=f"control-{action.replace('_', '-')}", classes=classes)
        self.action = action
        self.tooltip = tooltip
        self._text = text

    def show(self, text: str) -> None:
        """Show `text`."""
        if text != self._text:
            self._text = text
            self.update(Content(printable(text)))

    def on_click(self, event: events.Click) -> None:
        """Post that the button was clicked."""
        event.stop()
        self.post_message(Controls.Pressed(self))


class Controls(Widget):
    """The row of buttons."""

    DEFAULT_CSS = """
    Controls {
        layout: horizontal;
        height: 1;
        & > Control { width: auto; height: 1; padding: 0 1; color: $foreground 70%; }
        & > Control:hover { background: $primary-muted; color: $foreground; }
        & > Control.-lit { color: $text-accent; }
        & > Control.-heart.-lit { color: $error; }
        & > Control.-main { color: $foreground; width: 4; }
        & > .gap { width: 1fr; height: 1; }
        &.-narrow > Control.-extra { display: none; }
        &.-tiny > Control.-spare { display: none; }
    }
    """

    @dataclass
    class Pressed(Message):
        """A button was clicked."""

        button: Control

        @property
        def control(self) -> Control:
            """The button."""
            return self.button

        @property
        def action(self) -> str:
            """Action of the button."""
            return self.button.action

    def compose(self) -> ComposeResult:
        """Build the buttons, left to right."""
        yield Control("previous", "|◄", "back to the start, or to the song before (p)")
        yield Control("play_pause", PLAY, "play or pause (space)", "-main")
        yield Control("next", "►|", "next song (n)")
        yield Control("like", "♥", "like (l)", "-heart")
        yield Control("dislike", "✗", "dislike (d)")
        yield Static(classes="gap")
        yield Control("volume_down", "−", "softer (-)", "-extra")
        yield Control("mute", "vol 100 %", "mute (v)")
        yield Control("volume_up", "+", "louder (+)", "-extra")
        yield Static(classes="gap")
        yield Control("repeat", "repeat off", "repeat: off, one, all (r)", "-spare")
        yield Control("shuffle", "shuffle", "random picks instead of ranked ones (z)", "-spare")
        yield Control("strategy", "→ match", "where the music leads (m)", "-lit")

    def show(self, texts: Mapping[str, str], lit: Mapping[str, bool]) -> None:
        """Set the buttons' texts, and which of them are lit, by action."""
        for action, text in texts.items():
            self._control(action).show(text)
        for action, on in lit.items():
            self._control(action).set_class(on, "-lit")

    def _control(self, action: str) -> Control:
        return self.query_one(f"#control-{action.replace('_', '-')}", Control)

    def on_resize(self, event: events.Resize) -> None:
        """Hide buttons that don't fit and have a key."""
        self.set_class(event.size.width < 66, "-narrow")
        self.set_class(event.size.width < 60, "-tiny")
