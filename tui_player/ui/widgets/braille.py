"""Drawing with braille characters: each cell has two columns and four rows of dots."""

from collections.abc import Iterable
from typing import Final

DOTS: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""Bit of each dot of a character, by row and column."""
_BLANK: Final = 0x2800


class BrailleCanvas:
    """Grid of `columns` x `rows` cells; the dot (0, 0) is at the top left."""

    def __init__(self, columns: int, rows: int) -> None:
        self.width, self.height = 2 * columns, 4 * rows
        self._cells = [[0] * columns for _ in range(rows)]

    def dot(self, x: int, y: int) -> None:
        """Set a dot; a dot outside the grid is ignored."""
        if 0 <= x < self.width and 0 <= y < self.height:
            self._cells[y // 4][x // 2] |= DOTS[y % 4][x % 2]

    def line(self, x0: int, y0: int, x1: int, y1: int) -> None:
        """Draw a line between two dots."""
        steps = max(abs(x1 - x0), abs(y1 - y0), 1)
        for step in range(steps + 1):
            self.dot(x0 + round((x1 - x0) * step / steps), y0 + round((y1 - y0) * step / steps))

    def path(self, places: Iterable[tuple[int, int]]) -> None:
        """Draw lines from each dot to the next."""
        before: tuple[int, int] | None = None
        for place in places:
            self.line(*(before or place), *place)
            before = place

    def rows(self) -> list[str]:
        """The drawing, one string for each row; a cell without dots is a space."""
        return ["".join(chr(_BLANK + cell) if cell else " " for cell in row) for row in self._cells]
