"""Line chart of valence over the last minutes."""

from collections.abc import Sequence
from typing import Final

from textual.content import Content
from textual.widget import Widget

from tui_player.ui.widgets.braille import BrailleCanvas
from tui_player.ui.widgets.colours import FAINT, MUTED

SPAN_SECONDS: Final = 300.0
GAP_SECONDS: Final = 15.0
"""Longest gap that the line bridges, seconds."""
PLEASANT: Final = "$text-success"
UNPLEASANT: Final = "$text-primary"


class MoodLine(Widget):
    """Line chart of valence; the upper half is pleasant."""

    DEFAULT_CSS = """
    MoodLine { height: 3; width: 1fr; }
    """

    _history: Sequence[tuple[float, float, float]] = ()
    _now = 0.0

    def on_mount(self) -> None:
        """Set the tooltip, which explains the axis."""
        self.tooltip = "how pleasant the mood was in the last minutes"

    def show(self, history: Sequence[tuple[float, float, float]], now: float) -> None:
        """Show (time, valence, arousal), oldest first; times and `now` are seconds of one clock."""
        self._history, self._now = history, now
        self.refresh()

    def render(self) -> Content:
        """Draw the line above its time scale."""
        columns, rows = self.size.width, max(1, self.size.height - 1)
        drawn = self._draw(BrailleCanvas(columns, rows))
        lines = [
            Content.styled(row, PLEASANT if 2 * y < rows else UNPLEASANT)
            for y, row in enumerate(drawn)
        ]
        return Content("\n").join([*lines, _scale(columns)])

    def _draw(self, canvas: BrailleCanvas) -> list[str]:
        before: tuple[float, int, int] | None = None
        for time, valence, _ in self._history:
            age = self._now - time
            if age > SPAN_SECONDS:
                continue
            x = round((1 - age / SPAN_SECONDS) * (canvas.width - 1))
            y = round((1 - valence) / 2 * (canvas.height - 1))
            if before is not None and time - before[0] <= GAP_SECONDS:
                canvas.line(before[1], before[2], x, y)
            canvas.dot(x, y)
            before = (time, x, y)
        return canvas.rows()


def _scale(columns: int) -> Content:
    left, middle, right = "−5 min", "pleasant", "now"
    dashes = max(0, columns - len(left) - len(middle) - len(right) - 4)
    return Content.assemble(
        (left, MUTED),
        (f" {'─' * (dashes // 2)} ", FAINT),
        (middle, MUTED),
        (f" {'─' * (dashes - dashes // 2)} ", FAINT),
        (right, MUTED),
    )
