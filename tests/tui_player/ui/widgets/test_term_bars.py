from rich.cells import cell_len

from tests.tui_player.ui.widgets.stage import lines_of, on_stage
from tui_player.library.ranking.explanation import Contribution
from tui_player.ui.widgets.term_bars import MEAN, TermBars

CONTRIBUTIONS = [
    Contribution("mood", value=0.8, mean=0.25, weight=0.5),
    Contribution("taste", value=1.0, mean=1.0, weight=0.3),
    Contribution("freshness", value=0.0, mean=0.0, weight=0.2),
]
LINES = len(CONTRIBUTIONS) + 2
"""The terms' rows between heading and score."""


async def test_a_bar_is_as_long_as_the_value_and_marks_the_mean() -> None:
    bars = TermBars()
    async with on_stage(bars, size=(82, 24)) as scene:
        bars.show(CONTRIBUTIONS)
        await scene.pilot.pause()
        _, mood, taste, freshness, score = lines_of(bars)
        assert mood.split("  ")[0] == "Mood"
        bar = mood[14:54]
        assert bar == "━" * 10 + MEAN + "━" * 21 + "─" * 8
        assert taste[14:54] == "━" * 39 + MEAN
        assert freshness[14:54] == MEAN + "─" * 39
        assert mood.split()[-4:] == ["0.80", "0.25", "0.50", "0.40"]
        assert score.split() == ["Score", "0.70"]


async def test_every_line_is_as_wide_as_the_table() -> None:
    bars = TermBars()
    async with on_stage(bars) as scene:
        bars.show(CONTRIBUTIONS)
        for width in (42, 43, 60, 120):
            await scene.resize(width, 24)
            lines = lines_of(bars)
            assert len(lines) == LINES
            assert {cell_len(line) for line in lines} == {width}
