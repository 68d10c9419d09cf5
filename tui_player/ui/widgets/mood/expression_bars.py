"""Bar chart of the seven expressions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui_player.expression.classes import COORDINATES, FER2013_CLASSES
from tui_player.ui.widgets.colours import MUTED, TRACK, colour

NAME_CELLS: Final = 9
PERCENT_CELLS: Final = 5


def thin_bar(share: float, cells: int) -> str:
    """A line over `share` of `cells` cells, in steps of half a cell."""
    whole, half = divmod(round(min(max(share, 0.0), 1.0) * cells * 2), 2)
    return "━" * whole + "╸" * half


class ExpressionBars(Widget):
    """Seven bars; a click on a bar sets that mood."""

    DEFAULT_CSS = """
    ExpressionBars { height: 7; width: 1fr; }
    """
    ALLOW_SELECT = False

    @dataclass
    class Pressed(Message):
        """The listener clicked the bar of this class."""

        bars: "ExpressionBars"
        label: str

        @property
        def control(self) -> "ExpressionBars":
            """The bars."""
            return self.bars

    _look: tuple[float, ...] | None = None
    _label = ""
    _put_aside: frozenset[str] = frozenset()

    def show(
        self,
        look: Sequence[float] | None,
        label: str,
        put_aside: frozenset[str] = frozenset(),
    ) -> None:
        """Show smoothed probabilities (in the order of `FER2013_CLASSES`), `label`'s in bold.

        Classes in `put_aside` show no probability, because the listener called them wrong.
        """
        shown = None if look is None else tuple(look)
        if (shown, label, put_aside) != (self._look, self._label, self._put_aside):
            self._look, self._label, self._put_aside = shown, label, put_aside
            self.refresh()

    def on_mount(self) -> None:
        """Set the tooltip, which says what the bars are."""
        self.tooltip = "what your face looked like in the last seconds; a click sets the mood"

    def render(self) -> Content:
        """Draw the bars."""
        rows = [self._row(index, name) for index, name in enumerate(FER2013_CLASSES)]
        return Content("\n").join(rows)

    def _row(self, index: int, name: str) -> Content:
        chosen = name == self._label
        name_style = "bold" if chosen else MUTED
        name_part = (name.ljust(NAME_CELLS), name_style)
        share, percent = 0.0, ""
        if self._look is not None and name in self._put_aside:
            percent = " wrong"
        elif self._look is not None:
            share = self._look[index]
            percent = f"{share * 100:3.0f} %"
        cells = max(0, self.size.width - NAME_CELLS - max(PERCENT_CELLS, len(percent)))
        filled = thin_bar(share, cells)
        fill = f"bold {colour(*COORDINATES[name])}" if chosen else MUTED
        return Content.assemble(
            name_part,
            (filled, fill),
            ("─" * (cells - len(filled)), TRACK),
            (percent, name_style),
        )

    def on_click(self, event: events.Click) -> None:
        """Post which bar was clicked."""
        offset = event.get_content_offset(self)
        if offset is not None and 0 <= offset.y < len(FER2013_CLASSES):
            event.stop()
            self.post_message(self.Pressed(self, FER2013_CLASSES[offset.y]))
