from dataclasses import replace

import pytest
from rich.cells import cell_len
from textual.geometry import Offset

from tests.tui_player.ui.widgets.stage import Scene, lines_of, make_entries, on_stage
from tui_player.ui.widgets.lists.queue_view import QueueView


async def test_keys_move_the_cursor_and_scroll_it_into_view() -> None:
    view = QueueView()
    async with on_stage(view) as scene:
        view.show(make_entries(50))
        view.focus()
        await scene.pilot.press("down", "down", "up")
        assert view.cursor_index == 1
        await scene.pilot.press("end")
        assert view.cursor_index == 49
        assert view.scroll_offset.y == view.max_scroll_y
        await scene.pilot.press("pageup")
        assert view.cursor_index == 49 - view.page_rows
        await scene.pilot.press("home", "up")
        assert (view.cursor_index, view.scroll_offset.y) == (0, 0)


async def test_keys_post_their_messages() -> None:
    view = QueueView()
    async with on_stage(view) as scene:
        view.show(make_entries())
        view.focus()
        await scene.pilot.press("down", "enter", "shift+up", "K", "shift+down", "J")
        await scene.pilot.press("x", "delete", "backspace")
        chosen, moved = scene.posted(QueueView.Chosen), scene.posted(QueueView.Moved)
        assert [(message.index, message.control) for message in chosen] == [(1, view)]
        assert [(message.index, message.steps) for message in moved] == [
            (1, -1),
            (1, -1),
            (1, 1),
            (1, 1),
        ]
        assert [message.index for message in scene.posted(QueueView.Removed)] == [1, 1, 1]
        assert view.row_count == len(make_entries()), "the view itself changes nothing"


async def test_the_first_entry_cannot_move_up() -> None:
    view = QueueView()
    async with on_stage(view) as scene:
        view.show(make_entries())
        view.focus()
        await scene.pilot.press("shift+up")
        assert scene.posted(QueueView.Moved) == []


async def _click(scene: Scene, x: int, y: int, times: int = 1) -> None:
    await scene.pilot.click(QueueView, offset=Offset(x, y), times=times)


async def test_a_click_selects_and_a_double_click_chooses() -> None:
    view = QueueView()
    async with on_stage(view) as scene:
        view.show(make_entries())
        await _click(scene, 10, 6)
        assert view.cursor_index == 2
        assert scene.posted(QueueView.Chosen) == []
        await _click(scene, 10, 4, times=2)
        assert [message.index for message in scene.posted(QueueView.Chosen)] == [1]


async def test_buttons_at_the_cursor_move_and_remove() -> None:
    view = QueueView()
    async with on_stage(view) as scene:
        view.show(make_entries())
        await scene.pilot.click(QueueView, offset=Offset(10, 3))
        line = lines_of(view)[3]
        await _click(scene, line.index("▼"), 3)
        await _click(scene, line.index("▲"), 3)
        await _click(scene, line.index("×"), 3)
        assert [message.steps for message in scene.posted(QueueView.Moved)] == [1, -1]
        assert [message.index for message in scene.posted(QueueView.Removed)] == [1]


async def test_the_cursor_stays_on_its_song_when_the_queue_changes() -> None:
    view = QueueView()
    async with on_stage(view):
        entries = make_entries()
        view.show(entries)
        view.cursor_index = 3
        view.show([entries[5], *entries[:5]])
        assert view.cursor_entry == entries[3]
        view.show([replace(entries[3], why="another reason")])
        assert view.cursor_index == 0
        view.show(entries[:2])
        assert view.cursor_index == 0


async def test_the_cursor_follows_a_moved_first_row() -> None:
    view = QueueView()
    async with on_stage(view):
        first, second, *rest = (replace(entry, by_hand=False) for entry in make_entries())
        view.show([first, second, *rest])
        view.show([second, replace(first, by_hand=True), *rest])
        assert view.cursor_index == 1


async def test_the_cursor_stays_on_the_first_row_if_it_is_an_automatic_pick() -> None:
    view = QueueView()
    async with on_stage(view):
        entries = [replace(entry, by_hand=False) for entry in make_entries()]
        view.show(entries)
        view.show(entries[::-1])
        assert view.cursor_index == 0
        view.show([replace(entries[-1], by_hand=True), *entries[:3]])
        view.show([*entries[:3], replace(entries[-1], by_hand=True)])
        assert view.cursor_index == 3


async def test_the_cursor_stays_in_its_row_when_its_song_is_gone() -> None:
    view = QueueView()
    async with on_stage(view):
        entries = make_entries()
        view.show(entries)
        view.cursor_index = 6
        view.show(entries[:6])
        assert view.cursor_index == 5


async def test_an_empty_queue_says_so() -> None:
    view = QueueView()
    async with on_stage(view) as scene:
        view.empty_text = "no music [yet]: s scans a folder"
        view.show([])
        view.focus()
        await scene.pilot.press("enter", "x", "shift+down", "end")
        assert any("no music [yet]" in line for line in lines_of(view))
        assert scene.posted(QueueView.Chosen) == []


async def test_every_line_is_as_wide_as_the_view() -> None:
    view = QueueView()
    async with on_stage(view) as scene:
        view.show(make_entries())
        for width in (12, 40, 80, 160):
            await scene.resize(width, 24)
            assert {cell_len(line) for line in lines_of(view)} == {width}


async def test_tags_are_shown_as_text() -> None:
    view = QueueView()
    async with on_stage(view):
        view.show(make_entries())
        text = "\n".join(lines_of(view))
        assert "Weightless [bold]part[/] 1" in text
        assert "[red]calm" in text
        assert "evil␛[31m" in text
        assert "\x1b" not in text
        assert "\u202e" not in text


async def test_the_reason_is_beside_the_song_on_a_wide_screen() -> None:
    view = QueueView()
    async with on_stage(view, size=(160, 24)) as scene:
        view.show(make_entries())
        await scene.pilot.pause()
        [line] = [line for line in lines_of(view) if "Near Light" in line]
        assert "calm · like Nils Frahm" in line


async def test_a_hint_stands_below_the_text_of_an_empty_queue() -> None:
    view = QueueView()
    async with on_stage(view):
        view.empty_text, view.hint = "composing …", "5 sad · 4 happy"
        view.show([])
        texts = [line.strip() for line in lines_of(view) if line.strip()]
        assert texts == ["up next", "composing …", "5 sad · 4 happy"]


@pytest.mark.parametrize(("width", "has_room_for_both"), [(80, True), (44, False)])
async def test_a_hint_stands_in_the_heading_and_replaces_the_length_without_room(
    width: int, has_room_for_both: bool
) -> None:
    view = QueueView()
    async with on_stage(view) as scene:
        view.show(make_entries())
        await scene.resize(width, 24)
        before = lines_of(view)[0].strip()
        view.hint = "5 sad · 4 happy: watch the queue"
        heading = lines_of(view)[0]
        assert view.hint in heading
        assert heading.strip().startswith(before) is has_room_for_both
        view.hint = ""
        assert lines_of(view)[0].strip() == before
