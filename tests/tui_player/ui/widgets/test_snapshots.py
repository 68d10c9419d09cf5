"""Snapshots of the widgets. Run pytest --snapshot-update after an intended change."""

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from tests.tui_player.ui.widgets.stage import (
    CAMERA_OFF,
    LOOKS_HAPPY,
    MainStage,
    make_entries,
    make_songs,
)
from tui_player.ui.widgets.lists.library_view import LibraryView
from tui_player.ui.widgets.lists.queue_view import QueueView
from tui_player.ui.widgets.lists.song_table import SongTable

SnapCompare = Callable[..., bool]


async def _show_queue(pilot: Pilot[Any]) -> None:
    view = pilot.app.query_one(QueueView)
    view.show(make_entries())
    view.cursor_index = 1
    await pilot.pause()


async def _show_library(pilot: Pilot[Any]) -> None:
    pilot.app.query_one(LibraryView).set_songs(make_songs())
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    pilot.app.query_one(SongTable).focus()
    await pilot.pause()


class TestQueue:
    def test_on_a_small_dark_screen(self, snap_compare: SnapCompare) -> None:
        stage = MainStage(QueueView(), LOOKS_HAPPY)
        assert snap_compare(stage, terminal_size=(80, 24), run_before=_show_queue)

    def test_on_a_large_light_screen(self, snap_compare: SnapCompare) -> None:
        stage = MainStage(QueueView(), LOOKS_HAPPY, theme="textual-light")
        assert snap_compare(stage, terminal_size=(150, 40), run_before=_show_queue)

    def test_on_a_tiny_screen(self, snap_compare: SnapCompare) -> None:
        stage = MainStage(QueueView(), LOOKS_HAPPY)
        assert snap_compare(stage, terminal_size=(40, 12), run_before=_show_queue)


class TestLibrary:
    def test_on_a_small_screen_without_a_camera(self, snap_compare: SnapCompare) -> None:
        stage = MainStage(LibraryView(), CAMERA_OFF)
        assert snap_compare(stage, terminal_size=(80, 24), run_before=_show_library)

    def test_on_a_large_screen(self, snap_compare: SnapCompare) -> None:
        stage = MainStage(LibraryView(), CAMERA_OFF)
        assert snap_compare(stage, terminal_size=(130, 30), run_before=_show_library)
