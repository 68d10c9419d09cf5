"""The row of buttons below what plays."""

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
    """One button."""

    def __init__(self, action: str, text: str, tooltip: str) -> None:
        super().__init__(Content(text), id=f"control-{action.replace('_', '-')}")
        self.action = action
        self.tooltip = tooltip
        self._text = text

    def show(self, text: str, *, active: bool) -> None:
        """Show this text, lit where it is on."""
        if text != self._text:
            self._text = text
            self.update(Content(printable(text)))
        self.set_class(active, "-active")

    def on_click(self, event: events.Click) -> None:
        """Tell that it was pressed."""
        event.stop()
        self.post_message(Controls.Pressed(self))


class Controls(Widget):
    """All buttons."""

    DEFAULT_CSS = """
    Controls {
        layout: horizontal;
        height: 1;
        & > Control { width: auto; height: 1; padding: 0 1; color: $foreground 70%; }
        & > Control:hover { background: $primary-muted; color: $foreground; }
        & > Control.-active { color: $text-accent; text-style: bold; }
        & > #control-like.-active { color: $error; }
        & > #control-play-pause { color: $foreground; width: 4; text-align: center; }
        & > .gap { width: 1fr; height: 1; }
    }
    """

    @dataclass
    class Pressed(Message):
        """A button was pressed."""

        button: Control

        @property
        def control(self) -> Control:
            """The button."""
            return self.button

        @property
        def action(self) -> str:
            """What it stands for."""
            return self.button.action

    def compose(self) -> ComposeResult:
        """The buttons, left to right."""
        yield Control("previous", "|◄", "previous")
        yield Control("play_pause", PLAY, "play or pause")
        yield Control("next", "►|", "next")
        yield Control("like", "♥", "like")
        yield Control("dislike", "✗", "dislike")
        yield Static(classes="gap")
        yield Control("volume_down", "−", "softer")
        yield Control("mute", "vol 100 %", "mute")
        yield Control("volume_up", "+", "louder")
        yield Static(classes="gap")
        yield Control("repeat", "repeat off", "repeat: off, one, all")
        yield Control("shuffle", "shuffle", "random picks instead of ranked ones")
        yield Control("strategy", "match", "where the music leads")

    def show(self, lit: Mapping[str, bool], *, volume: str, repeat: str, strategy: str) -> None:
        """Show the state: which buttons are on, and what the others say."""
        self._control("play_pause").show(PAUSE if lit["play_pause"] else PLAY, active=False)
        self._control("like").show("♥", active=lit["like"])
        self._control("dislike").show("✗", active=lit["dislike"])
        self._control("mute").show(f"vol {volume}", active=volume == "muted")
        self._control("repeat").show(f"repeat {repeat}", active=repeat != "off")
        self._control("shuffle").show("shuffle", active=lit["shuffle"])
        self._control("strategy").show(f"→ {strategy}", active=True)

    def _control(self, action: str) -> Control:
        return self.query_one(f"#control-{action.replace('_', '-')}", Control)
