"""Plot of the valence-arousal plane with the mood, the target and the journey."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Final

from textual.content import Content
from textual.widget import Widget

from tui_player.expression.quadrants import QUADRANT_NAMES
from tui_player.ui.widgets.braille import BrailleCanvas
from tui_player.ui.widgets.colours import (
    FAINT,
    MUTED,
    QUADRANT_TEXT_COLOURS,
    colour,
)

MOOD_MARK: Final = "●"
TARGET_MARK: Final = "◎"
BOTH_MARK: Final = "◉"
GOAL_MARK: Final = "◇"
STEP_MARK: Final = "·"
SONG_MARK: Final = "•"
TRAIL_POINTS: Final = 120
"""Largest number of past places in the trail."""


@dataclass(frozen=True, slots=True)
class PlaneView:
    """Values that the plane shows; places are (valence, arousal) in [-1, 1]."""

    mood: tuple[float, float] = (0.0, 0.0)
    target: tuple[float, float] = (0.0, 0.0)
    trail: tuple[tuple[float, float], ...] = ()
    path: tuple[tuple[float, float], ...] = ()
    """Targets of the next songs, the goal last."""
    songs: tuple[tuple[float, float], ...] = ()
    """Places of the songs that were picked for these targets."""


class MoodPlane(Widget):
    """Plot with valence to the right and arousal upwards."""

    DEFAULT_CSS = """
    MoodPlane { height: 1fr; max-height: 15; width: 1fr; }
    """

    _view = PlaneView()

    def on_mount(self) -> None:
        """Set the tooltip, which explains the marks."""
        self.tooltip = (
            f"{MOOD_MARK} the mood   {TARGET_MARK} target of the next song   "
            f"{STEP_MARK}{GOAL_MARK} journey and goal   {SONG_MARK} its songs"
        )

    def show(
        self,
        mood: tuple[float, float],
        target: tuple[float, float],
        trail: Sequence[tuple[float, float]] = (),
        path: Sequence[tuple[float, float]] = (),
        songs: Sequence[tuple[float, float]] = (),
    ) -> None:
        """Show mood, target, past moods (latest last), the targets ahead and their songs."""
        view = PlaneView(mood, target, tuple(trail[-TRAIL_POINTS:]), tuple(path), tuple(songs))
        if view != self._view:
            self._view = view
            self.refresh()

    def render(self) -> Content:
        """Draw the axes, the words in the corners, the trail and the marks."""
        columns, rows = self.size
        if columns < 1 or rows < 1:
            return Content()
        grid = _axes(columns, rows)
        self._draw_trail(grid, columns, rows)
        _draw_words(grid, columns, rows)
        self._draw_path(grid, columns, rows)
        self._draw_marks(grid, columns, rows)
        return Content("\n").join(map(_line, grid))

    def _draw_trail(self, grid: "Grid", columns: int, rows: int) -> None:
        canvas = BrailleCanvas(columns, rows)
        canvas.path(_cell(at, canvas.width, canvas.height) for at in self._view.trail)
        for y, line in enumerate(canvas.rows()):
            for x, dots in enumerate(line):
                if dots != " ":
                    grid[y][x] = (dots, MUTED)

    def _draw_path(self, grid: "Grid", columns: int, rows: int) -> None:
        """Draw the songs, and the targets over them."""
        for mark, style, places in (
            (SONG_MARK, MUTED, self._view.songs),
            (STEP_MARK, "bold $accent", self._view.path[1:-1]),
            (GOAL_MARK, "bold $accent", self._view.path[1:][-1:]),
        ):
            for at in places:
                x, y = _cell(at, columns, rows)
                grid[y][x] = (mark, style)

    def _draw_marks(self, grid: "Grid", columns: int, rows: int) -> None:
        target_x, target_y = _cell(self._view.target, columns, rows)
        x, y = _cell(self._view.mood, columns, rows)
        grid[target_y][target_x] = (TARGET_MARK, "bold $accent")
        mark = BOTH_MARK if (x, y) == (target_x, target_y) else MOOD_MARK
        grid[y][x] = (mark, f"bold {colour(*self._view.mood)}")


Grid = list[list[tuple[str, str]]]
"""Rows of cells: a character and its style."""


def _line(cells: Sequence[tuple[str, str]]) -> Content:
    """One row; neighbours of the same style are joined, which is cheap to draw."""
    runs = groupby(cells, key=itemgetter(1))
    return Content.assemble(*(("".join(mark for mark, _ in run), style) for style, run in runs))


def _axes(columns: int, rows: int) -> Grid:
    grid: Grid = [[(" ", "")] * columns for _ in range(rows)]
    middle_x, middle_y = _cell((0.0, 0.0), columns, rows)
    for x in range(columns):
        grid[middle_y][x] = ("─", FAINT)
    for y in range(rows):
        grid[y][middle_x] = ("│", FAINT)
    grid[middle_y][middle_x] = ("┼", FAINT)
    return grid


def _draw_words(grid: Grid, columns: int, rows: int) -> None:
    places = {0: (columns, 0), 1: (0, 0), 2: (0, rows - 1), 3: (columns, rows - 1)}
    for index, (x, y) in places.items():
        word = QUADRANT_NAMES[index]
        start = x - len(word) if x else 0
        for step, letter in enumerate(word):
            if 0 <= start + step < columns:
                grid[y][start + step] = (letter, QUADRANT_TEXT_COLOURS[index])


def _cell(at: tuple[float, float], columns: int, rows: int) -> tuple[int, int]:
    """Column and row of a place of the plane."""
    valence, arousal = (min(max(value, -1.0), 1.0) for value in at)
    x = round((valence + 1) / 2 * (columns - 1))
    y = round((1 - arousal) / 2 * (rows - 1))
    return x, y
