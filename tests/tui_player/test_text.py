import pytest

from tui_player.text import cell_width, printable, shortened


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
def test_what_steers_a_terminal_is_shown_as_a_visible_character(unsafe: str, shown: str) -> None:
    assert printable(unsafe) == shown


@pytest.mark.parametrize("text", ["", "Björk", "東京", "שלום", "[bold]not markup[/]", "👩‍🎤"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert printable(text) == text


def test_wide_and_combining_characters_are_counted_in_cells() -> None:
    assert cell_width("ab") == 2
    assert cell_width("東京") == 4
    assert cell_width("e\u0301") == 1


def test_text_is_cut_to_cells_with_an_ellipsis() -> None:
    assert shortened("abcdef", 4) == "abc…"
    assert shortened("東京都", 5) == "東京…"
    assert shortened("東京都", 4) == "東…"
    assert shortened("abcd", 4) == "abcd"
