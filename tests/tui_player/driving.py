"""Helpers for tests of the whole interface with real store and ranking and a silent player."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from tui_player.config import Config
from tui_player.library.song import DurationMs
from tui_player.paths import Paths
from tui_player.playback import PlaceholderPlayer, SilentPlayer
from tui_player.run_options import Options
from tui_player.ui.app import PlayerApp
from tui_player.ui.screens.welcome import WelcomeScreen

LENGTH_MS = DurationMs(180_000)
NOON = 1_000_000_000.0
"""Time of the fake clock."""


def silent(_output: str) -> SilentPlayer:
    return SilentPlayer({}, LENGTH_MS)


def player_app(paths: Paths, config: Config | None = None, camera: str | None = None) -> PlayerApp:
    return PlayerApp(Options(paths, config or Config(), camera), silent, lambda: NOON)


def app_of(pilot: Pilot[None]) -> PlayerApp:
    assert isinstance(pilot.app, PlayerApp)
    return pilot.app


async def until(condition: Callable[[], bool], pilot: Pilot[None]) -> None:
    """Let the interface and its threads run until `condition` is true."""
    for _ in range(400):
        await pilot.pause()
        if condition():
            return
        await asyncio.sleep(0.025)
    raise AssertionError("it did not happen")


async def until_ready(pilot: Pilot[None]) -> None:
    """Wait until the queue or the welcome is on screen, and the silent player is used."""
    app = app_of(pilot)
    app.player_loader.open()

    def ready() -> bool:
        welcome = isinstance(app.screen, WelcomeScreen)
        waiting = isinstance(app.session.deck.player, PlaceholderPlayer)
        return bool(app.session.queue.upcoming or welcome) and not waiting

    await until(ready, pilot)
    app._tick()
    await pilot.pause()


@asynccontextmanager
async def opened(paths: Paths, config: Config | None = None) -> AsyncIterator[Pilot[None]]:
    """Run a player of medium size with its library open."""
    async with player_app(paths, config).run_test(size=(100, 30)) as pilot:
        await until_ready(pilot)
        yield pilot
