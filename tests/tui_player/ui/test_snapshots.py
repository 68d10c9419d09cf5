"""Snapshots of all screens."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.tui_player.driving import app_of, player_app, until, until_ready
from tests.tui_player.ui.widgets.stage import Stage, make_song
from tui_player.config import Config, ThemeName
from tui_player.library.ranking.explanation import Explanation, Move
from tui_player.library.ranking.ranker import Standing
from tui_player.library.ranking.strategy import Strategy
from tui_player.paths import Paths
from tui_player.playback import SilentPlayer
from tui_player.services.messages import ExplanationDone
from tui_player.ui.screens.why import WhyScreen
from tui_player.ui.widgets.lists.song_table import SongTable

Compare = Callable[..., bool]
SMALL = (80, 24)
LARGE = (120, 36)


async def listen(pilot: Pilot[None]) -> None:
    """Set the mood to sad, and play a third of the first song."""
    await until_ready(pilot)
    session = app_of(pilot).session
    await pilot.press("5")
    await until(lambda: "Sad" in session.queue.upcoming[0].song.title, pilot)
    await pilot.press("space")
    assert isinstance(session.deck.player, SilentPlayer)
    session.deck.player.advance(60_000)
    await until(lambda: len(session.queue.upcoming) == 23, pilot)
    app_of(pilot).player_screen.show_playing()


@pytest.fixture(autouse=True)
def many_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use all colours; the themes depend on the terminal that runs the tests."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")


def hold_cursor(pilot: Pilot[None]) -> None:
    """Stop the cursor's blinking, which would change the snapshots."""
    for field in pilot.app.screen.query(Input):
        field.cursor_blink = False


@pytest.mark.usefixtures("library")
class TestPlayerScreen:
    @pytest.mark.parametrize("size", [SMALL, LARGE])
    def test_a_song_plays(self, paths: Paths, snap_compare: Compare, size: tuple[int, int]) -> None:
        config = Config(strategy=Strategy.MATCH)
        assert snap_compare(player_app(paths, config), terminal_size=size, run_before=listen)

    def test_the_light_theme(self, paths: Paths, snap_compare: Compare) -> None:
        config = Config(strategy=Strategy.MATCH, theme=ThemeName.LIGHT)
        assert snap_compare(player_app(paths, config), terminal_size=SMALL, run_before=listen)

    def test_the_library_with_a_search(self, paths: Paths, snap_compare: Compare) -> None:
        async def search(pilot: Pilot[None]) -> None:
            await until_ready(pilot)
            await pilot.press("slash", *"calm")
            table = app_of(pilot).player_screen.query_one(SongTable)
            await until(lambda: table.row_count == 6, pilot)
            hold_cursor(pilot)

        assert snap_compare(player_app(paths), terminal_size=SMALL, run_before=search)

    @pytest.mark.parametrize("key", ["question_mark", "c", "s", "f", "M", "e"])
    def test_the_dialogs(self, paths: Paths, snap_compare: Compare, key: str) -> None:
        async def open_window(pilot: Pilot[None]) -> None:
            await until_ready(pilot)
            await pilot.press(key)
            await pilot.pause()
            hold_cursor(pilot)

        assert snap_compare(player_app(paths), terminal_size=SMALL, run_before=open_window)


def test_the_welcome(paths: Paths, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_folder() -> Path:
        return Path("/home/listener/Music")

    monkeypatch.setattr("tui_player.ui.first_run.user_music_folder", no_folder)

    async def ready(pilot: Pilot[Any]) -> None:
        await until_ready(pilot)

    assert snap_compare(player_app(paths), terminal_size=SMALL, run_before=ready)


EXPLANATION = Explanation(
    song=make_song(0),
    standing=Standing(
        place=3,
        of=120,
        terms={"mood": 0.82, "taste": 0.61, "similar": 0.5, "freshness": 0.0, "exploration": 1.0},
        means={"mood": 0.4, "taste": 0.5, "similar": 0.5, "freshness": 0.9, "exploration": 0.5},
        weights={"mood": 0.4, "taste": 0.3, "similar": 0.1, "freshness": 0.1, "exploration": 0.1},
        why="calm among your songs · you like ambient · a [surprise]",
        may_come=True,
    ),
    queue_place=3,
    mood=(0.45, -0.55),
    moves=[Move("a week without it", 1), Move("a like", 2)],
)


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
def test_why_a_song_has_its_place(snap_compare: Compare, theme: str) -> None:
    async def ask(pilot: Pilot[None]) -> None:
        song = make_song(0)
        screen = WhyScreen(song, "number 3 of the queue", lambda _song: None)
        await pilot.app.push_screen(screen)
        screen.show(ExplanationDone(song.id, EXPLANATION))

    assert snap_compare(Stage(theme=theme), terminal_size=SMALL, run_before=ask)
