"""The last minutes: a line of valence over time."""

from collections.abc import Sequence
from typing import Final

from textual.content import Content
from textual.widget import Widget

from tui_player.widgets.braille import BrailleCanvas
from tui_player.widgets.palette import FAINT, MUTED

SPAN_SECONDS: Final = 300.0
GAP_SECONDS: Final = 15.0
"""Readings further apart than this are not joined."""


class MoodLine(Widget):
    """Valence of the last minutes, up is pleasant."""

    DEFAULT_CSS = """
    MoodLine { height: 3; width: 1fr; }
    """

    _history: Sequence[tuple[float, float, float]] = ()
    _now = 0.0
    _drawn: Sequence[str] = ()

    def show(self, history: Sequence[tuple[float, float, float]], now: float) -> None:
        """Show (time, valence, arousal), oldest first, of the minutes before `now` (seconds)."""
        self._history, self._now = history, now
        if self._draw() != self._drawn:
            self.refresh()

    def _draw(self) -> list[str]:
        columns, rows = self.size.width, max(1, self.size.height - 1)
        canvas = BrailleCanvas(columns, rows)
        before: tuple[float, int, int] | None = None
        for time, valence, _ in self._history:
            x = round((1 - (self._now - time) / SPAN_SECONDS) * (canvas.width - 1))
            y = round((1 - valence) / 2 * (canvas.height - 1))
            if before is not None and time - before[0] <= GAP_SECONDS:
                canvas.line(before[1], before[2], x, y)
            canvas.dot(x, y)
            before = (time, x, y)
        return canvas.rows()

    def render(self) -> Content:
        """The line above its time scale."""
        self._drawn = self._draw()
        left, right = "-5 min", "now"
        dashes = "─" * (self.size.width - len(left) - len(right) - 2)
        scale = Content.assemble((left, MUTED), (f" {dashes} ", FAINT), (right, MUTED))
        lines = [Content.styled(row, "$text-accent") for row in self._drawn]
        return Content("\n").join([*lines, scale])
