"""Table of what each term gives to a song's score, with a bar for each."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.widget import Widget

from tui_player.library.ranking.terms.registry import TERMS
from tui_player.ui.widgets.cells import fit, fit_right
from tui_player.ui.widgets.colours import MUTED, TRACK
from tui_player.ui.widgets.mood.expression_bars import thin_bar

if TYPE_CHECKING:
    from tui_player.library.ranking.explanation import Contribution

LABEL_CELLS: Final = 14
NUMBER_CELLS: Final = 7
HEADINGS: Final = ("song", "mean", "weight", "gives")
MEAN: Final = "┃"
"""Mark of the mean song on a bar."""


class TermBars(Widget):
    """A row for each term: a bar for the song with a mark for the mean song, and the numbers."""

    DEFAULT_CSS = """
    TermBars { height: auto; text-wrap: nowrap; }
    """
    ALLOW_SELECT = False

    _contributions: "Sequence[Contribution]" = ()

    def show(self, contributions: "Sequence[Contribution]") -> None:
        """Show these terms in this order, and their sum."""
        self._contributions = contributions
        self.refresh(layout=True)

    def render(self) -> Content:
        """Draw the table; it is empty without terms."""
        if not self._contributions:
            return Content()
        cells = max(0, self.size.width - LABEL_CELLS - NUMBER_CELLS * len(HEADINGS))
        score = sum(each.gives for each in self._contributions)
        heading = fit("", LABEL_CELLS) + fit(f"━ song {MEAN} mean song", cells) + _columns(HEADINGS)
        rows = [_row(each, cells) for each in self._contributions]
        total = fit("Score", LABEL_CELLS + cells) + _columns(["", "", "", f"{score:.2f}"])
        return Content("\n").join([Content.styled(heading, MUTED), *rows, Content(total)])


def _row(contribution: "Contribution", cells: int) -> Content:
    value, mean = contribution.value, contribution.mean
    numbers = (value, mean, contribution.weight, contribution.gives)
    return Content.assemble(
        fit(TERMS[contribution.term].label, LABEL_CELLS),
        _bar(value, mean, cells),
        _columns([f"{number:.2f}" for number in numbers]),
    )


def _bar(value: float, mean: float, cells: int) -> Content:
    """A line over `value` of `cells` cells, with a mark at `mean`; both are in [0, 1]."""
    filled = thin_bar(value, cells)
    style = "bold $primary" if value > mean else MUTED
    line = Content.assemble((filled, style), ("─" * (cells - len(filled)), TRACK))
    at = min(int(mean * cells), cells - 1)
    return line[:at] + Content.styled(MEAN, "bold") + line[at + 1 :] if cells else line


def _columns(texts: Sequence[str]) -> str:
    return "".join(fit_right(text, NUMBER_CELLS) for text in texts)
