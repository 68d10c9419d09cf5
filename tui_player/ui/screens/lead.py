"""Dialog that starts a journey to another mood."""

from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, OptionList, RadioButton, RadioSet, Static

from tui_player.library.ranking.strategy import GOALS
from tui_player.session.journey import Journey
from tui_player.ui.screens.dialog import Dialog

MINUTES: Final = (10, 20, 30, 60)
USUAL_MINUTES: Final = 20


class LeadScreen(Dialog[Journey]):
    """Choice of goal and minutes; enter on a goal starts the journey."""

    CSS = """
    LeadScreen {
        & OptionList { height: auto; max-height: 8; }
        & RadioSet { layout: horizontal; height: auto; margin-top: 1; border: none; }
    }
    """
    AUTO_FOCUS = "OptionList"

    def compose(self) -> ComposeResult:
        """Build the goals, the minutes and a button."""
        with Vertical(classes="box"):
            yield Static("Lead me to …", classes="title")
            yield OptionList(*(name for name in GOALS))
            with RadioSet():
                for minutes in MINUTES:
                    yield RadioButton(f"{minutes} min", value=minutes == USUAL_MINUTES)
            yield Static(
                "The first songs meet your mood, the next ones lead towards the goal. m ends it.",
                classes="hint",
            )
            with Horizontal(classes="buttons"):
                yield Button("Go", variant="primary", id="go")

    @on(OptionList.OptionSelected)
    @on(Button.Pressed, "#go")
    def _go(self) -> None:
        name = list(GOALS)[self.query_one(OptionList).highlighted or 0]
        minutes = MINUTES[max(0, self.query_one(RadioSet).pressed_index)]
        self.dismiss(Journey(name, minutes))
