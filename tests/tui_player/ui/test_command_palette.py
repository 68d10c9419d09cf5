"""The command palette in the whole interface."""

import pytest
from textual.command import CommandPalette

from tests.tui_player.driving import app_of, opened, until
from tui_player.library.store.store import Store
from tui_player.paths import Paths
from tui_player.ui.command_palette import commands_without_key

pytestmark = pytest.mark.usefixtures("library")


async def test_a_playlist_is_queued_by_the_command_palette(paths: Paths) -> None:
    with Store.open(paths.library) as store:
        songs = store.songs()[:3]
        store.put_playlist("road [/]", [song.id for song in songs])
    async with opened(paths) as pilot:
        await pilot.press("ctrl+p")
        await until(lambda: isinstance(pilot.app.screen, CommandPalette), pilot)
        await pilot.press(*"playlist road")
        await pilot.pause(0.5)
        await pilot.press("enter")
        session = app_of(pilot).session
        await until(lambda: bool(session.queue.by_hand_ids()), pilot)
        assert session.queue.by_hand_ids() == [song.id for song in songs]


async def test_the_last_correction_is_shown_and_taken_back(paths: Paths) -> None:
    async with opened(paths) as pilot:
        session = app_of(pilot).session
        session.moods.correction.reject("sad", [0.0, 0.0, 0.0, 0.0, 0.9, 0.0, 0.1])
        commands = commands_without_key(session, app_of(pilot).library_state, lambda _: None)
        help_texts = {command.title: command.help for command in commands}
        assert help_texts["Take back the last correction"] == "reads sad less easily (× 0.64)"
        assert help_texts["Forget what corrections taught"] == "reads sad less easily (× 0.64)"
        await pilot.press("ctrl+p", *"take back", "down", "enter")
        await until(lambda: session.moods.correction.biases == {}, pilot)


async def test_the_command_palette_opens_with_odd_playlist_names(paths: Paths) -> None:
    with Store.open(paths.library) as store:
        store.put_playlist("[/] \x1b[31m [bold", [])
    async with opened(paths) as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause(0.5)
        assert isinstance(pilot.app.screen, CommandPalette)
