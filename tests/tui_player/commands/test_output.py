import json
import os

import pytest

from tui_player.commands.support.output import aligned, json_line, silent_libraries


def test_json_is_plain_utf_8() -> None:
    assert json_line({"title": "Jóga 東京"}) == '{"title": "Jóga 東京"}'


def test_a_path_that_is_not_utf_8_is_printed_with_surrogate_escapes() -> None:
    path = os.fsdecode(b"/music/caf\xe9.ogg")
    line = json_line({"path": path})
    assert line == '{"path": "/music/caf\\udce9.ogg"}'
    assert os.fsencode(json.loads(line)["path"]) == b"/music/caf\xe9.ogg"


@pytest.mark.parametrize("unsafe", ["\x1b[2J", "\x9b2J", "\u202e", "\n"])
def test_json_contains_no_control_characters(unsafe: str) -> None:
    line = json_line({"title": unsafe})
    assert not set(unsafe) - set("[2J") & set(line)
    assert json.loads(line)["title"] == unsafe


def test_columns_are_aligned_also_with_wide_characters() -> None:
    rows = [["1", "東京", "x"], ["10", "abc", "y"]]
    assert aligned(rows, right=frozenset({0})) == [" 1  東京  x", "10  abc   y"]


def test_cells_can_not_control_the_terminal() -> None:
    assert aligned([["\x1b[2J"]]) == ["␛[2J"]


def test_messages_of_libraries_on_stderr_are_hidden(capfd: pytest.CaptureFixture[str]) -> None:
    with silent_libraries():
        os.write(2, b"ALSA lib: cannot find card\n")
    os.write(2, b"ours\n")
    assert capfd.readouterr().err == "ours\n"
