"""Figures of one output by one protocol, as a text table and as an SVG picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tui_player.models.emotion.training.evaluation.metrics import Share

CELL_PX: Final = 52
LABEL_PX: Final = 90
HEADER_PX: Final = 70


@dataclass(frozen=True)
class Figures:
    """Figures of one output by one protocol."""

    protocol: str
    classes: tuple[str, ...]
    accuracy: Share
    without_copies: Share
    calibration_error: float
    coverage: Share
    """Largest share of faces, by falling confidence, with an accuracy of 85 %."""
    confusion: list[list[int]]
    """Row: label; column: prediction."""


def as_text(figures: Figures) -> str:
    """A readable text table."""
    width = max(len(name) for name in figures.classes) + 1
    lines = [
        f"{figures.protocol}: {figures.accuracy}",
        f"  without copies: {figures.without_copies}",
        f"  expected calibration error: {figures.calibration_error:.3f}",
        f"  read while 85 % are right: {figures.coverage}",
        " " * (width + 2) + "".join(f"{name[:8]:>9}" for name in figures.classes) + "   recall",
    ]
    for name, row in zip(figures.classes, figures.confusion, strict=True):
        recall = row[figures.classes.index(name)] / max(sum(row), 1)
        lines.append(f"  {name:<{width}}" + "".join(f"{n:>9}" for n in row) + f"{recall:>9.1%}")
    return "\n".join(lines)


def confusion_picture(all_figures: Sequence[Figures]) -> str:
    """The confusion matrices as SVG, one below the other; each row sums to 100 %."""
    parts, top = [], 0
    for figures in all_figures:
        parts.append(f'<g transform="translate(0 {top})">{_matrix(figures)}</g>')
        top += HEADER_PX + CELL_PX * len(figures.classes) + 20
    width = LABEL_PX + CELL_PX * max(len(figures.classes) for figures in all_figures) + 20
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {top}" '
        f'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>'
        + "".join(parts)
        + "</svg>\n"
    )


def _matrix(figures: Figures) -> str:
    title = f"{figures.protocol}: {figures.accuracy}; label \u2193, read as \u2192"
    parts = [f'<text x="8" y="22" font-weight="bold">{title}</text>']
    for column, name in enumerate(figures.classes):
        x = LABEL_PX + CELL_PX * (column + 0.5)
        parts.append(
            f'<text x="{x}" y="{HEADER_PX - 8}" text-anchor="middle" font-size="9">{name}</text>'
        )
    for row, name in enumerate(figures.classes):
        y = HEADER_PX + CELL_PX * row
        parts.append(
            f'<text x="{LABEL_PX - 8}" y="{y + CELL_PX / 2 + 4}" text-anchor="end">{name}</text>'
        )
        parts += _cells(figures.confusion[row], y)
    return "".join(parts)


def _cells(counts: list[int], y: int) -> list[str]:
    """One row of the matrix; a darker cell is a larger share."""
    parts = []
    for column, count in enumerate(counts):
        share = count / max(sum(counts), 1)
        x = LABEL_PX + CELL_PX * column
        ink = "#fff" if share > 0.5 else "#222"
        parts.append(
            f'<rect x="{x}" y="{y}" width="{CELL_PX - 2}" height="{CELL_PX - 2}" '
            f'fill="#1f5a8a" fill-opacity="{share:.3f}" stroke="#ccc"/>'
            f'<text x="{x + CELL_PX / 2 - 1}" y="{y + CELL_PX / 2 + 4}" fill="{ink}" '
            f'text-anchor="middle">{100 * share:.0f}</text>'
        )
    return parts
