"""Cells of the valence-arousal plane: its axes, the words at its edges, and marks on it."""

from collections.abc import Iterable, Sequence
from itertools import groupby, product
from operator import itemgetter
from typing import Final

from textual.content import Content

from tui_player.expression.quadrants import QUADRANT_NAMES
from tui_player.ui.widgets.braille import BrailleCanvas
from tui_player.ui.widgets.colours import FAINT, MUTED, QUADRANT_TEXT_COLOURS

Place = tuple[float, float]
"""Valence and arousal, each -1..1."""
Cell = tuple[int, int]
"""Column and row; (0, 0) is at the top left."""
Mark = tuple[str, str]
"""A character and its style."""

UP: Final = "↑ lively"
DOWN: Final = "↓ calm"
LEFT: Final = "← unpleasant"
RIGHT: Final = "pleasant →"
AXIS_WORDS_FROM: Final = (28, 4)
"""Least columns and rows of a plane with words at its axes."""
BOTH_ENDS_FROM: Final = 9
"""Least rows of a plane with words at both ends of its axes."""
CORNER_WORDS_FROM: Final = (12, 3)
"""Least columns and rows of a plane with words in its corners."""


class PlaneGrid:
    """Grid of cells. What is put on it never covers a word."""

    def __init__(self, columns: int, rows: int) -> None:
        """Make a grid with a line below it that names the horizontal axis, if there is room."""
        self._is_large = columns >= AXIS_WORDS_FROM[0] and rows >= BOTH_ENDS_FROM
        self.columns, self.rows = columns, rows - 1 if self._is_large else rows
        below = DOWN if self._is_large else RIGHT
        self._words = _corner_words(columns, self.rows) | _axis_words(columns, self.rows, below)
        self._marks = _axes(columns, self.rows) | self._words

    def cell(self, at: Place) -> Cell:
        """The cell of a place, or the nearest one without a word."""
        x, y = _exact_cell(at, self.columns, self.rows)
        if (round(x), round(y)) not in self._words:
            return round(x), round(y)
        cells = product(range(self.columns), range(self.rows))
        # A cell is twice as high as it is wide.
        return min(
            (cell for cell in cells if cell not in self._words),
            key=lambda cell: (cell[0] - x) ** 2 + 4 * (cell[1] - y) ** 2,
        )

    def trail(self, places: Iterable[Place], style: str) -> None:
        """Draw a line through these places; it runs below the words."""
        canvas = BrailleCanvas(self.columns, self.rows)
        canvas.path(_cell(at, canvas.width, canvas.height) for at in places)
        for y, line in enumerate(canvas.rows()):
            for x, dots in enumerate(line):
                if dots != " " and (x, y) not in self._words:
                    self._marks[x, y] = (dots, style)

    def put(self, at: Place, mark: str, style: str) -> None:
        """Put a mark at a place."""
        self._marks[self.cell(at)] = (mark, style)

    def lines(self) -> list[Content]:
        """The rows, top to bottom."""
        rows = [
            _line([self._marks.get((x, y), (" ", "")) for x in range(self.columns)])
            for y in range(self.rows)
        ]
        across = Content.styled(LEFT + RIGHT.rjust(self.columns - len(LEFT)), MUTED)
        return [*rows, across] if self._is_large else rows


def _exact_cell(at: Place, columns: int, rows: int) -> tuple[float, float]:
    """Column and row of a place, not rounded; a place outside the plane is at its edge."""
    valence, arousal = (min(max(value, -1.0), 1.0) for value in at)
    return (valence + 1) / 2 * (columns - 1), (1 - arousal) / 2 * (rows - 1)


def _cell(at: Place, columns: int, rows: int) -> Cell:
    x, y = _exact_cell(at, columns, rows)
    return round(x), round(y)


def _axes(columns: int, rows: int) -> dict[Cell, Mark]:
    middle_x, middle_y = _cell((0.0, 0.0), columns, rows)
    across = {(x, middle_y): ("─", FAINT) for x in range(columns)}
    upwards = {(middle_x, y): ("│", FAINT) for y in range(rows)}
    return across | upwards | {(middle_x, middle_y): ("┼", FAINT)}


def _axis_words(columns: int, rows: int, below: str) -> dict[Cell, Mark]:
    """The words at the ends of the vertical line; none if they don't fit."""
    if columns < AXIS_WORDS_FROM[0] or rows < AXIS_WORDS_FROM[1]:
        return {}
    x, _ = _cell((0.0, 0.0), columns, rows)
    start = x - len(below) // 2 if below == RIGHT else x
    return _text(UP, (x, 0), MUTED) | _text(below, (start, rows - 1), MUTED)


def _corner_words(columns: int, rows: int) -> dict[Cell, Mark]:
    """The names of the quadrants in their corners; none if they don't fit."""
    if columns < CORNER_WORDS_FROM[0] or rows < CORNER_WORDS_FROM[1]:
        return {}
    words: dict[Cell, Mark] = {}
    for index, word in enumerate(QUADRANT_NAMES):
        is_right, is_low = index in (0, 3), index in (2, 3)
        start = (columns - len(word) if is_right else 0, rows - 1 if is_low else 0)
        words |= _text(word, start, QUADRANT_TEXT_COLOURS[index])
    return words


def _text(text: str, start: Cell, style: str) -> dict[Cell, Mark]:
    x, y = start
    return {(x + step, y): (letter, style) for step, letter in enumerate(text)}


def _line(cells: Sequence[Mark]) -> Content:
    """One row; neighbours of the same style are joined, which is cheap to draw."""
    runs = groupby(cells, key=itemgetter(1))
    return Content.assemble(*(("".join(mark for mark, _ in run), style) for style, run in runs))
