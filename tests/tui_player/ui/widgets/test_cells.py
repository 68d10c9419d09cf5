import pytest
from rich.cells import cell_len

from tui_player.ui.widgets.cells import clock, fit, fit_right, shown

TEXTS = [
    "",
    "plain",
    "月光 ソナタ",
    "Cafe\u0301",
    "❤\ufe0f",
    "👩‍👩‍👧 family",
    "👍🏽",
    "a" * 50,
    "é" * 50,
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("cells", [0, 1, 2, 5, 6, 20])
def test_fitted_text_takes_exactly_its_cells(text: str, cells: int) -> None:
    for one in (text, shown(text)):
        assert cell_len(fit(one, cells)) == cells
        assert cell_len(fit_right(one, cells)) == cells


def test_a_cut_text_ends_in_an_ellipsis() -> None:
    assert fit("a long title", 6) == "a lon…"
    assert fit("月光月光", 5) == "月光…"


def test_a_cut_never_leaves_half_of_a_wide_character() -> None:
    assert fit("月光月光", 4) == "月… "


def test_joined_emoji_are_shown_one_by_one() -> None:
    """Terminals disagree on the width of joined emoji, so columns would not align."""
    assert shown("👩\u200d👧 ❤\ufe0f 👍🏽") == "👩👧 ❤ 👍"
    assert shown("क्\u200dष") == "क्\u200dष", "joiners within words stay"


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(None, "-:--"), (0, "0:00"), (187_999, "3:07"), (3_723_000, "1:02:03"), (-5, "0:00")],
)
def test_times_are_shown_as_hours_minutes_and_seconds(milliseconds: int | None, text: str) -> None:
    assert clock(milliseconds) == text
