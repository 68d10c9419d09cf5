"""The key that says why a song has its place, with real store and real ranking."""

from collections.abc import Callable
from dataclasses import replace
from threading import Event

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widgets import Static

from tests.tui_player.driving import app_of, opened, until
from tests.tui_player.songs import make_songs
from tests.tui_player.ui.widgets.stage import lines_of
from tui_player.library.song import SongId
from tui_player.library.store.store import Store
from tui_player.paths import Paths
from tui_player.services.messages import ExplanationDone
from tui_player.ui.screens.why import WhyScreen
from tui_player.ui.widgets.lists.line_list import LineList
from tui_player.ui.widgets.lists.queue_view import QueueView
from tui_player.ui.widgets.lists.song_table import SongTable
from tui_player.ui.widgets.term_bars import TermBars


def text_of(pilot: Pilot[None]) -> str:
    """The texts of the dialog; empty if another screen is shown."""
    screen = pilot.app.screen
    if not isinstance(screen, WhyScreen):
        return ""
    return "\n".join(str(part.content) for part in screen.query(Static))


async def until_said(pilot: Pilot[None], text: str) -> None:
    await until(lambda: text in text_of(pilot), pilot)


def is_closed(pilot: Pilot[None]) -> Callable[[], bool]:
    return lambda: pilot.app.screen is app_of(pilot).player_screen


async def click_row_action(pilot: Pilot[None], rows: LineList, glyph: str) -> None:
    [(y, line)] = [
        (y, line) for y, line in enumerate(lines_of(rows)) if "▌" in line and glyph in line
    ]
    await pilot.click(rows, offset=Offset(line.rindex(glyph), y))


@pytest.mark.usefixtures("library")
class TestTheSongInQuestion:
    async def test_in_the_queue_it_is_the_one_under_the_cursor(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            await pilot.press("space", "down", "down", "y")
            entry = app_of(pilot).session.queue.upcoming[2]
            await until_said(pilot, "for the next song, number 3 of the queue")
            assert text_of(pilot).startswith(f"{entry.song.title} — {entry.song.artist}")

    async def test_in_the_library_it_is_the_one_under_the_cursor(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            await pilot.press("b", "end", "y")
            song = app_of(pilot).player_screen.query_one(SongTable).cursor_song
            assert song is not None
            await until_said(pilot, "of 24 for the next song")
            assert text_of(pilot).startswith(song.title)

    async def test_a_row_has_a_button_for_the_question(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            screen = app_of(pilot).player_screen
            await pilot.press("down")
            await click_row_action(pilot, screen.query_one(QueueView), "?")
            await until_said(pilot, "number 2 of the queue")
            await pilot.press("escape", "b", "down")
            table = screen.query_one(SongTable)
            await click_row_action(pilot, table, "?")
            assert table.cursor_song is not None
            await until_said(pilot, table.cursor_song.title)

    async def test_a_song_that_was_queued_by_hand_says_so(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            await pilot.press("b", "A", "y")
            await until_said(pilot, "for the next song, number 1 of the queue, put there by you")


class TestWithoutACursor:
    @pytest.fixture(autouse=True)
    def one_song(self, paths: Paths) -> None:
        """One song whose tags look like markup and hold an escape."""
        [song] = make_songs(1)[:1]
        with Store.open(paths.library) as store:
            store.add_folder("/music")
            store.put([replace(song, tags=song.tags._replace(title="[bold]One[/] \x1b[31m"))])

    async def test_it_is_the_song_that_plays(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            await pilot.press("space")
            await until(lambda: not app_of(pilot).session.queue.upcoming, pilot)
            await pilot.press("y")
            await until_said(pilot, "place 1 of 1 for the next song, plays now")
            assert text_of(pilot).startswith("[bold]One[/] ␛[31m")

    async def test_a_notice_says_that_there_is_no_song(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            await pilot.press("x")
            await until(lambda: not app_of(pilot).session.queue.upcoming, pilot)
            await pilot.press("y")
            await until(lambda: bool(pilot.app._notifications), pilot)
            assert is_closed(pilot)()


@pytest.mark.usefixtures("library")
class TestTheDialog:
    async def test_it_waits_for_the_answer_and_nothing_waits_for_it(self, paths: Paths) -> None:
        gate = Event()
        async with opened(paths) as pilot:
            app_of(pilot).library.ranking._ranking.do(gate.wait)
            await pilot.press("y")
            await until_said(pilot, "…")
            await pilot.press("y")
            assert is_closed(pilot)()
            await pilot.press("down", "y")
            await until_said(pilot, "…")
            gate.set()
            await until_said(pilot, "number 2 of the queue")

    @pytest.mark.parametrize("key", ["y", "escape"])
    async def test_a_key_closes_it(self, paths: Paths, key: str) -> None:
        async with opened(paths) as pilot:
            await pilot.press("y")
            await until_said(pilot, "for the next song")
            await pilot.press(key)
            assert is_closed(pilot)()

    async def test_each_term_has_a_row_with_its_numbers(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            await pilot.press("y")
            await until_said(pilot, "for the next song")
            bars = pilot.app.screen.query_one(TermBars)
            heading, *rows, score = lines_of(bars)
            assert heading.split()[-4:] == ["song", "mean", "weight", "gives"]
            gives = [float(row.split()[-1]) for row in rows]
            assert len(rows) == len(bars._contributions)
            assert float(score.split()[-1]) == pytest.approx(sum(gives), abs=0.05)

    async def test_a_song_without_a_place_says_why(self, paths: Paths) -> None:
        with Store.open(paths.library) as store:
            store.set_analysis({store.songs()[0].id: "no [sound]"})
        async with opened(paths) as pilot:
            app = app_of(pilot)
            table = app.player_screen.query_one(SongTable)
            await until(lambda: table.row_count == 24, pilot)
            broken = next(row for row, song in enumerate(table.songs) if song.failure)
            await pilot.press("b")
            table.cursor_index = broken
            await pilot.press("y")
            await until_said(pilot, "no place in the queue: no [sound]")

    async def test_an_answer_about_another_song_is_not_shown(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            await pilot.press("y")
            await until_said(pilot, "for the next song")
            pilot.app.post_message(ExplanationDone(SongId(99), None, "it is gone"))
            await pilot.pause()
            assert "it is gone" not in text_of(pilot)
