"""The whole interface with real store, real ranking and a silent player."""

from pathlib import Path

import pytest
from textual.containers import VerticalScroll
from textual.widgets import ContentSwitcher, Input

from tests.tui_player.driving import app_of, opened, until
from tui_player.config import Config, ThemeName
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.ranking.strategy import Strategy
from tui_player.library.song import SongId
from tui_player.library.store.store import Store
from tui_player.mood.smoothing import NOTHING
from tui_player.mood.state import MoodSource
from tui_player.paths import Paths
from tui_player.playback import PlaybackState, SilentPlayer
from tui_player.ui.screens.help import HelpScreen
from tui_player.ui.widgets.lists.queue_view import QueueView
from tui_player.ui.widgets.lists.song_table import SongTable
from tui_player.ui.widgets.mood.mood_plane import MoodPlane


@pytest.mark.usefixtures("library")
class TestListening:
    async def test_the_queue_is_filled_at_the_start_and_space_plays(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            await pilot.press("space")
            session = app_of(pilot).session
            assert session.deck.player.state is PlaybackState.PLAYING
            assert session.queue.current is not None

    async def test_a_like_is_on_disk_and_shown(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            session = app_of(pilot).session
            await pilot.press("space", "l")
            entry = session.queue.current
            assert entry is not None
            liked = entry.song.id

            def is_shown() -> bool:
                current = session.queue.current
                return current is not None and current.song.rating == 1

            await until(is_shown, pilot)
        with Store.open(paths.library) as store:
            assert store.song(liked).rating == 1

    async def test_a_skip_is_on_disk_with_the_played_share(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            session = app_of(pilot).session
            await pilot.press("space")
            assert isinstance(session.deck.player, SilentPlayer)
            session.deck.player.advance(45_000)
            await pilot.press("n")
        with Store.open(paths.library) as store:
            [event] = store.events()
            assert (event.kind, event.heard_share) == ("skip", 0.25)

    async def test_a_mood_by_hand_brings_songs_of_that_mood(self, paths: Paths) -> None:
        config = Config(strategy=Strategy.MATCH)
        async with opened(paths, config) as pilot:
            session = app_of(pilot).session
            await pilot.press("5")
            await until(lambda: "Sad" in session.queue.upcoming[0].song.title, pilot)
            assert session.moods.mood.source is MoodSource.HAND
            await pilot.press("4")
            await until(lambda: "Happy" in session.queue.upcoming[0].song.title, pilot)

    async def test_the_next_start_continues_where_the_last_one_stopped(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            session = app_of(pilot).session
            await pilot.press("space", "m", "minus")
            assert isinstance(session.deck.player, SilentPlayer)
            session.deck.player.advance(30_000)
            assert session.queue.current is not None
            left = session.queue.current.song.id
            await pilot.press("q")
        async with opened(paths) as pilot:
            session = app_of(pilot).session
            assert session.queue.current is not None
            assert session.queue.current.song.id == left
            assert session.deck.position_ms == 30_000
            assert session.deck.loudness.volume_percent == 95
            assert session.strategy is Strategy.UPLIFT

    async def test_settings_not_changed_in_the_player_follow_the_configuration(
        self, paths: Paths
    ) -> None:
        async with opened(paths) as pilot:
            await pilot.press("q")
        config = Config(strategy=Strategy.CALM, theme=ThemeName.LIGHT)
        async with opened(paths, config) as pilot:
            assert app_of(pilot).session.strategy is Strategy.CALM
            assert not app_of(pilot).current_theme.dark

    async def test_a_journey_to_a_chosen_mood_can_be_started_and_ended(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            session = app_of(pilot).session
            await pilot.press("M", "down", "down", "down", "enter")
            await until(lambda: session.strategy_state.journey is not None, pilot)
            assert session.strategy_state.text == "to calm 0/20 min"
            await pilot.press("m")
            assert session.strategy_state.journey is None

    async def test_sliders_change_the_queue_and_are_kept(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            session = app_of(pilot).session
            before = [entry.song.id for entry in session.queue.upcoming]
            await pilot.press("e", "home", "down", "down", "end")
            assert (session.weights.mood, session.weights.similar) == (0, 1)
            await until(
                lambda: [entry.song.id for entry in session.queue.upcoming] != before, pilot
            )
            await pilot.press("escape", "q")
        async with opened(paths) as pilot:
            session = app_of(pilot).session
            assert (session.weights.mood, session.weights.similar) == (0, 1)
            await pilot.press("e", "backspace")
            assert session.weights == session.config.weights

    async def test_likes_of_other_listeners_count_once_learnt(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            first = app_of(pilot).session.queue.upcoming[0].pick
            assert first is not None
            assert "listeners" not in first.terms, "nobody else listens"
            await pilot.press("q")
        with Store.open(paths.library, profile="ben") as store:
            store.record(Feedback(FeedbackKind.LIKE, SongId(20), 1.0))
        async with opened(paths) as pilot:
            session = app_of(pilot).session

            def is_counted() -> bool:
                picks = [entry.pick for entry in session.queue.upcoming]
                terms = [pick.terms for pick in picks if pick is not None]
                return any(of_song.get("listeners", 0) > 0.9 for of_song in terms)

            await until(is_counted, pilot)

    async def test_learnt_corrections_are_kept_until_the_listener_forgets_them(
        self, paths: Paths
    ) -> None:
        async with opened(paths) as pilot:
            app_of(pilot).session.moods.correction.confirm("sad", NOTHING)
            await pilot.press("q")
        async with opened(paths) as pilot:
            correction = app_of(pilot).session.moods.correction
            assert correction.biases["sad"] > 0
            await pilot.press("ctrl+p", *"forget what", "down", "enter")
            await until(lambda: correction.biases == {}, pilot)

    async def test_search_finds_as_one_types_and_enter_plays(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            app = app_of(pilot)
            await pilot.press("slash", *"calm song 3")
            table = app.player_screen.query_one(SongTable)
            await until(lambda: table.row_count == 1, pilot)
            await pilot.press("down", "enter")
            assert app.session.queue.current is not None
            assert app.session.queue.current.song.title == "Calm song 3"

    async def test_a_song_queued_first_in_the_library_plays_next(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            app = app_of(pilot)
            await pilot.press("b")
            song = app.player_screen.query_one(SongTable).cursor_song
            await pilot.press("A")
            assert song is not None
            assert app.session.queue.upcoming[0].song.id == song.id

    async def test_escape_leads_back_to_the_queue(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            await pilot.press("slash", "x", "escape", "escape")
            assert app_of(pilot).player_screen.query_one(ContentSwitcher).current == "queue"

    async def test_letters_typed_into_the_search_run_no_actions(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            app = app_of(pilot)
            await pilot.press("slash", *"nlq 4")
            assert app.player_screen.query_one(Input).value == "nlq 4"
            assert app.session.queue.current is None

    async def test_a_click_on_the_play_button_plays(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            app = app_of(pilot)
            await pilot.click("#control-play-pause")
            assert app.session.deck.player.state is PlaybackState.PLAYING

    async def test_the_like_button_likes_the_current_song(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            app = app_of(pilot)
            await pilot.press("space", "b", "down", "down")
            table, current = app.player_screen.query_one(SongTable), app.session.queue.current
            assert current is not None
            if table.cursor_song == current.song:
                await pilot.press("down")
            assert table.cursor_song is not None
            assert table.cursor_song.id != current.song.id
            await pilot.click("#control-like")
            await until(lambda: any(song.rating for song in app.library_state.present), pilot)
            assert [song.id for song in app.library_state.present if song.rating] == [
                current.song.id
            ]

    async def test_the_song_under_the_queue_s_cursor_stands_out_on_the_plane(
        self, paths: Paths
    ) -> None:
        async with opened(paths) as pilot:
            plane = app_of(pilot).player_screen.query_one(MoodPlane)
            assert plane.cursor_row == 0
            await pilot.press("down", "down")
            assert plane.cursor_row == 2

    async def test_fast_key_presses_remove_no_other_entry(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            session = app_of(pilot).session
            await pilot.press("end")
            before = [entry.song.id for entry in session.queue.upcoming]
            view = app_of(pilot).player_screen.query_one(QueueView)
            view.action_remove()
            view.action_remove()
            view.action_choose()
            await pilot.pause()
            assert session.queue.current is None
            assert [entry.song.id for entry in session.queue.upcoming][:5] == before[:5]
            assert before[-1] not in [entry.song.id for entry in session.queue.upcoming]

    async def test_a_folder_can_be_typed_below_many_known_folders(
        self, paths: Paths, tmp_path: Path
    ) -> None:
        with Store.open(paths.library) as store:
            for number in range(30):
                store.add_folder(str(tmp_path / f"a folder with a name of some length {number}"))
        async with opened(paths) as pilot:
            await pilot.resize_terminal(80, 24)
            await until(lambda: not app_of(pilot).library_state.activity, pilot)
            await pilot.press("s")
            await pilot.pause()
            field = pilot.app.screen.query_one("#path", Input)
            assert field.has_focus
            assert pilot.app.screen.region.contains_region(field.region)

    async def test_skipped_songs_do_not_come_back_at_once(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            session = app_of(pilot).session
            passed = []
            for _ in range(8):
                await pilot.press("n")
                assert session.queue.current is not None
                passed.append(session.queue.current.song.id)
                await pilot.pause(0.1)  # the queue is ranked again
            assert len(set(passed)) == len(passed)

    async def test_help_opens_and_closes(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            await pilot.press("question_mark")
            assert isinstance(pilot.app.screen, HelpScreen)
            await pilot.press("end")
            box = pilot.app.screen.query_one(VerticalScroll)
            await until(lambda: 0 < box.scroll_offset.y == box.max_scroll_y, pilot)
            await pilot.press("escape")
            assert not isinstance(pilot.app.screen, HelpScreen)

    async def test_a_click_outside_a_dialog_closes_it(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            await pilot.press("question_mark")
            await pilot.click(offset=(50, 15))
            assert isinstance(pilot.app.screen, HelpScreen)
            await pilot.click(offset=(1, 1))
            assert not isinstance(pilot.app.screen, HelpScreen)
