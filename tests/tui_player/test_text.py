import pytest
from rich.cells import cell_len

from tui_player.text import cell_width, cut, printable, shortened


@pytest.mark.parametrize(
    ("unsafe", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("two\nlines\t", "two␊lines␉"),
        ("\x7f", "␡"),
        ("\x9b31m", "\ufffd31m"),
        ("\u202egnp.exe", "\ufffdgnp.exe"),
        ("caf\udce9", "caf\ufffd"),
    ],
)
def test_a_character_that_controls_a_terminal_is_replaced_by_a_visible_one(
    unsafe: str, shown: str
) -> None:
    assert printable(unsafe) == shown


@pytest.mark.parametrize("text", ["", "Björk", "東京", "שלום", "[bold]not markup[/]", "👩‍🎤"])
def test_ordinary_text_is_not_changed(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("ab", 2),
        ("東京", 4),
        ("한국", 4),
        ("e\u0301", 1),
        ("क्\u200dष", 1),
        ("👨‍👩‍👧‍👦", 2),
        ("a 👩‍👩‍👧 b", 6),
        ("👍🏽", 2),
        ("❤\ufe0f", 2),
        ("🇩🇪🇫🇷", 4),
    ],
)
def test_text_is_measured_in_cells_as_the_screen_draws_it(text: str, cells: int) -> None:
    assert cell_width(text) == cell_len(text) == cells


@pytest.mark.parametrize(
    ("text", "cells", "kept"),
    [
        ("東京", 3, "東"),
        ("e\u0301e\u0301", 1, "e\u0301"),
        ("👨‍👩‍👧👨", 3, "👨‍👩‍👧"),
        ("👨‍👩‍👧", 1, ""),
        ("🇩🇪🇫🇷", 3, "🇩🇪"),
        ("❤\ufe0fa", 1, ""),
        ("abc", 0, ""),
        ("abc", -1, ""),
    ],
)
def test_a_cut_splits_no_character(text: str, cells: int, kept: str) -> None:
    assert cut(text, cells) == kept


def test_text_is_cut_to_cells_with_an_ellipsis() -> None:
    assert shortened("abcdef", 4) == "abc…"
    assert shortened("東京都", 5) == "東京…"
    assert shortened("東京都", 4) == "東…"
    assert shortened("abcd", 4) == "abcd"
