"""Progress of the current song."""

from dataclasses import dataclass
from typing import Final

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui_player.ui.widgets.cells import clock
from tui_player.ui.widgets.colours import MUTED, TRACK

EIGHTHS: Final = " ▏▎▍▌▋▊▉█"


def bar(share: float, cells: int) -> str:
    """A bar of `cells` cells, filled to `share` of them in steps of an eighth of a cell."""
    whole, part = divmod(round(min(max(share, 0.0), 1.0) * cells * 8), 8)
    return ("█" * whole + (EIGHTHS[part] if part else "")).ljust(cells)


class Progress(Widget):
    """A row with position, bar and length; a click on the bar seeks."""

    DEFAULT_CSS = """
    Progress { height: 1; }
    """
    ALLOW_SELECT = False

    @dataclass
    class Pressed(Message):
        """The bar was clicked at this share of its length, 0..1."""

        progress: "Progress"
        share: float

        @property
        def control(self) -> "Progress":
            """The bar."""
            return self.progress

    _position_ms = 0
    _duration_ms: int | None = None
    _drawn: tuple[str, str, str] | None = None

    def show(self, position_ms: int, duration_ms: int | None) -> None:
        """Show this position; draws only if the row changes."""
        self._position_ms, self._duration_ms = position_ms, duration_ms
        if self._parts() != self._drawn:
            self.refresh()

    def _parts(self) -> tuple[str, str, str]:
        elapsed, length = clock(self._position_ms), clock(self._duration_ms)
        elapsed = elapsed.rjust(len(length))
        share = self._position_ms / self._duration_ms if self._duration_ms else 0.0
        return elapsed, bar(share, max(0, self.size.width - 2 * len(length) - 2)), length

    def render(self) -> Content:
        """Draw the row."""
        self._drawn = elapsed, filled, length = self._parts()
        return Content.assemble(
            elapsed, " ", (filled, f"$primary on {TRACK}"), " ", (length, MUTED)
        )

    def on_click(self, event: events.Click) -> None:
        """Post a seek to the place under the mouse."""
        offset = event.get_content_offset(self)
        elapsed, filled, _ = self._parts()
        if offset is None or not self._duration_ms:
            return
        x = offset.x - len(elapsed) - 1
        if 0 <= x < len(filled):
            event.stop()
            self.post_message(self.Pressed(self, (x + 0.5) / len(filled)))
