"""Dialog with the weights of the ranking's terms. Each change ranks the queue again."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from tui_player.library.ranking.request import Weights
from tui_player.library.ranking.terms.registry import TERMS
from tui_player.session.session import Session
from tui_player.ui.screens.dialog import Dialog
from tui_player.ui.widgets.slider import Slider


class WeightsScreen(Dialog[None]):
    """One slider for each term."""

    CSS = """
    WeightsScreen {
        align: center bottom;
        background: transparent;
    }
    """
    AUTO_FOCUS = "Slider"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("up,k", "app.focus_previous", "Before"),
        ("down,j", "app.focus_next", "Next"),
        ("backspace", "reset", "As configured"),
    ]

    def __init__(self, session: Session) -> None:
        """The sliders set the weights of `session`."""
        super().__init__()
        self._session = session

    def compose(self) -> ComposeResult:
        """Build the sliders and their help."""
        with Vertical(classes="box"):
            yield Static("What counts", classes="title")
            for name, value in self._session.view.weights.items():
                yield Slider(TERMS[name].label, value, name=name)
            yield Static(
                "↑ ↓ choose · ← → or mouse move · backspace: as configured",
                classes="hint",
            )

    @on(Slider.Moved)
    def _weigh(self) -> None:
        values = {slider.name or "": slider.value for slider in self.query(Slider)}
        self._session.weigh(Weights(**values))

    def action_reset(self) -> None:
        """Set the configured weights."""
        self._session.weigh(self._session.view.configured_weights)
        for slider in self.query(Slider):
            slider.value = self._session.view.weights[slider.name or ""]
