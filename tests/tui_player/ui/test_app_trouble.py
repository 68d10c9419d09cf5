"""The whole interface with errors: it reports them and loses nothing."""

import pytest
from textual.widgets import Static

from tests.tui_player.driving import LENGTH_MS, app_of, opened, player_app, until
from tui_player.config import Config
from tui_player.errors import PlaybackError
from tui_player.library.store.store import Store
from tui_player.paths import Paths
from tui_player.playback import PlaybackState, SilentPlayer
from tui_player.run_options import Options
from tui_player.ui.app import PlayerApp
from tui_player.ui.widgets.lists.queue_view import QueueView


@pytest.mark.usefixtures("library")
class TestTrouble:
    async def test_a_second_player_shows_the_library_and_keeps_no_ratings(
        self, paths: Paths
    ) -> None:
        async with opened(paths), opened(paths) as pilot:
            app = app_of(pilot)
            assert app.session.queue.upcoming
            await pilot.press("space", "l")
            await until(lambda: any("not kept" in n.message for n in app._notifications), pilot)
            assert str(app.screen.query_one("#status-activity", Static).content) == "read-only"

    async def test_a_second_player_keeps_the_session_of_the_first_one(self, paths: Paths) -> None:
        async with opened(paths) as first:
            async with opened(paths) as second:
                await second.press("space", "q")
            assert not paths.session_file.exists()
            await first.press("q")
        assert paths.session_file.exists()

    async def test_a_song_played_by_a_second_player_cools_down_there(self, paths: Paths) -> None:
        async with opened(paths), opened(paths) as pilot:
            app = app_of(pilot)
            await pilot.press("space")
            assert isinstance(app.session.deck.player, SilentPlayer)
            assert app.session.queue.current is not None
            played = app.session.queue.current.song.id
            app.session.deck.player.advance(LENGTH_MS)

            def soon() -> list[int]:
                return [entry.song.id for entry in app.session.queue.upcoming[:5]]

            await until(lambda: played in app.library.ranking._cool_downs, pilot)
            await until(lambda: played not in soon(), pilot)
            assert not any("not kept" in n.message for n in app._notifications)

    async def test_a_timer_that_fires_while_the_screen_closes_does_no_harm(
        self, paths: Paths
    ) -> None:
        async with opened(paths) as pilot:
            app = app_of(pilot)
        assert not app.is_running
        before = app.session.view.history
        app._tick()
        app._show_playing()
        assert app.session.view.history == before

    async def test_notices_contain_no_control_characters_and_no_markup(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            app_of(pilot).session.ports.notify("can't play [bold]x\x1b]52;c;\x07[/]")
            await pilot.pause()
            [notice] = app_of(pilot)._notifications
            assert notice.message == "can't play [bold]x␛]52;c;␇[/]"
            assert not notice.markup

    async def test_an_error_of_the_library_is_shown_in_place_of_the_queue(
        self, paths: Paths
    ) -> None:
        with Store.open(paths.library):
            pass
        for part in paths.library.iterdir():
            if part.is_file():
                part.unlink()
        (paths.library / "lock").mkdir()
        async with player_app(paths).run_test(size=(100, 30)) as pilot:
            app = app_of(pilot)
            view = app.player_screen.query_one(QueueView)
            await until(lambda: "doctor" in view.empty_text, pilot)

    async def test_without_libvlc_everything_but_sound_works(self, paths: Paths) -> None:
        def missing(_output: str) -> SilentPlayer:
            raise PlaybackError("libVLC is missing")

        app = PlayerApp(Options(paths, Config()), missing)
        async with app.run_test(size=(100, 30)) as pilot:
            await until(lambda: bool(app.session.queue.upcoming), pilot)
            await pilot.press("space")
            assert app.session.deck.player.state is PlaybackState.STOPPED
            assert any("libVLC" in n.message for n in app._notifications)
