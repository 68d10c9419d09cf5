"""Slider for a number between 0 and 1."""

from dataclasses import dataclass
from typing import ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui_player.ui.widgets.colours import MUTED, TRACK
from tui_player.ui.widgets.playing.progress import bar

STEP: Final = 0.05
LABEL_CELLS: Final = 13
NUMBER_CELLS: Final = 6


class Slider(Widget, can_focus=True):
    """A row with label, bar and number, moved by keys or mouse."""

    DEFAULT_CSS = """
    Slider {
        height: 1;
        &:focus { text-style: bold; background: $boost; }
    }
    """
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(-1)", "Less", show=False),
        Binding("right,l", "move(1)", "More", show=False),
        Binding("home", "set(0)", "Nothing", show=False),
        Binding("end", "set(1)", "All", show=False),
    ]

    value: reactive[float] = reactive(0.0, init=False)

    @dataclass
    class Moved(Message):
        """The listener moved the slider."""

        slider: "Slider"
        value: float

        @property
        def control(self) -> "Slider":
            """The slider."""
            return self.slider

    def __init__(self, label: str, value: float, *, name: str) -> None:
        """Start at `value`, 0..1."""
        super().__init__(name=name)
        self._label = label
        self.set_reactive(Slider.value, value)

    def render(self) -> Content:
        """Draw the row."""
        filled = bar(self.value, self._bar_cells)
        return Content.assemble(
            self._label.ljust(LABEL_CELLS),
            (filled, f"$primary on {TRACK}"),
            (f"{self.value:.2f}".rjust(NUMBER_CELLS), MUTED),
        )

    @property
    def _bar_cells(self) -> int:
        return max(1, self.size.width - LABEL_CELLS - NUMBER_CELLS)

    def action_move(self, steps: int) -> None:
        """Move by some steps."""
        self._move_to(self.value + steps * STEP)

    def action_set(self, value: int) -> None:
        """Move to one of the ends."""
        self._move_to(value)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Start to drag: move to the mouse, and follow it until the button is released."""
        if 0 <= event.x - LABEL_CELLS < self._bar_cells:
            self.capture_mouse()
            self._follow(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow the mouse while dragging."""
        if self.app.mouse_captured is self:
            self._follow(event)

    def on_mouse_up(self) -> None:
        """End the drag."""
        self.release_mouse()

    def _follow(self, event: events.MouseEvent) -> None:
        event.stop()
        self._move_to((event.x - LABEL_CELLS + 0.5) / self._bar_cells)

    def _move_to(self, value: float) -> None:
        value = round(round(min(max(value, 0.0), 1.0) / STEP) * STEP, 2)
        if value != self.value:
            self.value = value
            self.post_message(self.Moved(self, value))
