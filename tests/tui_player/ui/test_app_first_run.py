"""The whole interface without music, and with new and removed music; real scans, real store."""

from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.widgets import Input

from tests.audio_files import write_tone
from tests.fake_network import VERSION, hear
from tests.library.scan.scanning import like, remaining_analysed, scanned
from tests.short_demo import compose_beginning, compose_three, compose_two
from tests.tui_player.driving import app_of, opened, until
from tests.tui_player.songs import make_songs
from tui_player.demo.files import PIECE_COUNT
from tui_player.library.scan.analysis import Analyser
from tui_player.library.song import Analysis
from tui_player.library.store.store import Store
from tui_player.models.music import NETWORK_VERSION
from tui_player.paths import Paths
from tui_player.playback import PlaybackState
from tui_player.ui.screens.consent import ConsentScreen
from tui_player.ui.screens.scan_prompt import ScanPrompt
from tui_player.ui.screens.welcome import WelcomeScreen
from tui_player.ui.widgets.lists.queue_view import QueueView

COMPOSE = "tui_player.services.demo_composer.compose_and_hear"


@pytest.fixture(autouse=True)
def short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the demo be composed in moments."""
    monkeypatch.setattr(COMPOSE, compose_beginning)


class TestFirstRun:
    async def test_an_empty_library_is_welcomed(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            assert isinstance(pilot.app.screen, WelcomeScreen)

    async def test_a_missing_folder_is_reported(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            screen = pilot.app.screen
            field = screen.query_one(Input)
            field.value = "/no/such/folder"
            await field.action_submit()
            await pilot.pause()
            assert isinstance(pilot.app.screen, WelcomeScreen)

    async def test_a_folder_can_be_typed_at_once(self, paths: Paths, tmp_path: Path) -> None:
        write_tone(tmp_path / "a" / "tone.wav")
        async with opened(paths) as pilot:
            app = app_of(pilot)
            await pilot.press(*str(tmp_path / "a"), "enter")
            await until(lambda: isinstance(app.screen, ConsentScreen), pilot)
            await pilot.click("#no")
            await until(lambda: len(app.library_state.present) == 1, pilot)

    async def test_enter_alone_starts_the_demo_without_a_music_folder(
        self, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        nowhere = tmp_path / "no such"
        monkeypatch.setattr("tui_player.ui.first_run.user_music_folder", lambda: nowhere)
        async with opened(paths) as pilot:
            await pilot.press("enter")
            await until(lambda: isinstance(pilot.app.screen, ConsentScreen), pilot)
            await until(lambda: bool(app_of(pilot).library_state.present), pilot)

    async def test_a_folder_is_scanned_analysed_and_played(
        self, paths: Paths, tmp_path: Path
    ) -> None:
        music = tmp_path / "music"
        music.mkdir()
        for number in range(3):
            write_tone(music / f"tone {number}.wav", seconds=1.0, frequency_hz=220.0 * (number + 1))
        async with opened(paths) as pilot:
            app = app_of(pilot)
            field = app.screen.query_one(Input)
            field.value = str(music)
            await field.action_submit()
            await until(lambda: isinstance(app.screen, ConsentScreen), pilot)
            await pilot.click("#no")
            await until(lambda: not app.library_state.scanning, pilot)
            await until(lambda: app.session.deck.player.state is PlaybackState.PLAYING, pilot)
            assert app.session.view.song is not None
            assert app.session.view.song.analysis is not None
            await until(lambda: all(song.analysis for song in app.library_state.present), pilot)
            assert not app.camera.is_on
        with Store.open(paths.library) as store:
            assert store.folders() == [str(music)]

    async def test_the_queue_stays_empty_with_a_word_until_songs_were_heard(
        self, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_tone(tmp_path / "music" / "tone.wav")
        may_hear = Event()

        def hear_when_allowed(path: str) -> Analysis:
            may_hear.wait(30)
            return hear(path)

        def analyse_remaining(store: Store, **options: Any) -> int:
            return remaining_analysed(store, Analyser(VERSION, hear_when_allowed), **options)

        monkeypatch.setattr("tui_player.library.scan.scan.analyse_remaining", analyse_remaining)
        async with opened(paths) as pilot:
            app = app_of(pilot)
            queue = app.player_screen.query_one(QueueView)
            await pilot.press(*str(tmp_path / "music"), "enter")
            expected = "listening to your music: 0 of 1 …"
            await until(lambda: queue.empty_text == expected, pilot)
            app.session.rerank()
            await pilot.pause(0.5)
            assert queue.empty_text == expected
            assert not app.session.queue.upcoming
            may_hear.set()
            await until(lambda: app.session.queue.current is not None, pilot)

    async def test_music_that_is_not_heard_in_time_plays_anyway(
        self, paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_tone(tmp_path / "music" / "tone.wav")

        def analyse_remaining(_store: Store, cancelled: Event, **_options: Any) -> int:
            cancelled.wait()
            return 0

        monkeypatch.setattr("tui_player.library.scan.scan.analyse_remaining", analyse_remaining)
        monkeypatch.setattr("tui_player.ui.first_run.FIRST_SONG_S", 0.1)
        async with opened(paths) as pilot:
            app = app_of(pilot)
            await pilot.press(*str(tmp_path / "music"), "enter")
            await until(lambda: app.session.queue.current is not None, pilot)
            assert app.session.view.song is not None
            assert app.session.view.song.analysis is None

    async def test_songs_of_an_older_network_are_analysed_again_and_keep_ratings(
        self, paths: Paths, tmp_path: Path
    ) -> None:
        song = write_tone(tmp_path / "music" / "a.wav", seconds=1.0)
        with Store.open(paths.library) as store:
            scanned(store, song.parent)
            like(store, song)
        async with opened(paths) as pilot:
            app = app_of(pilot)

            def is_analysed_again() -> bool:
                [known] = app.library_state.present
                return known.analysis is not None and known.analysis.version == NETWORK_VERSION

            await until(is_analysed_again, pilot)
            await until(lambda: not app.library_state.activity, pilot)
            assert app.library_state.present[0].rating == 1

    async def test_a_new_file_in_a_folder_comes_into_the_library(
        self, paths: Paths, tmp_path: Path
    ) -> None:
        first = write_tone(tmp_path / "music" / "a.wav")
        with Store.open(paths.library) as store:
            scanned(store, first.parent)
        async with opened(paths) as pilot:
            app = app_of(pilot)
            await until(lambda: not app.library_state.activity, pilot)
            second = write_tone(tmp_path / "music" / "b.wav", frequency_hz=330.0)
            checks = count()

            def is_found_and_analysed() -> bool:
                if next(checks) % 80 == 79:  # changes before the watch began are not reported
                    second.touch()
                songs = {song.path: song for song in app.library_state.present}
                return str(second) in songs and songs[str(second)].analysis is not None

            await until(is_found_and_analysed, pilot)

    async def test_changes_while_no_player_ran_are_found_at_the_start(
        self, paths: Paths, tmp_path: Path
    ) -> None:
        music, away = tmp_path / "music", tmp_path / "away"
        here = [write_tone(music / f"{name}.wav", frequency_hz=440.0) for name in ("a", "b")]
        there = write_tone(away / "c.wav", frequency_hz=330.0)
        with Store.open(paths.library) as store:
            scanned(store, music, away)
        here[0].rename(music / "renamed.wav")
        new = write_tone(music / "new.wav", frequency_hz=990.0)
        there.rename(tmp_path / "as on a drive that is away.wav")
        async with opened(paths) as pilot:
            app = app_of(pilot)
            wanted = {str(music / "renamed.wav"), str(here[1]), str(new), str(there)}
            await until(lambda: {song.path for song in app.library_state.present} == wanted, pilot)

    async def test_a_new_file_does_not_wait_for_the_analysis_of_others(
        self, paths: Paths, tmp_path: Path
    ) -> None:
        music = tmp_path / "music"
        for number in range(60):
            write_tone(music / f"tone {number}.wav", frequency_hz=220.0 + number)
        async with opened(paths) as pilot:
            app = app_of(pilot)
            app.screen.query_one(Input).value = str(music)
            await app.screen.query_one(Input).action_submit()
            await until(lambda: isinstance(app.screen, ConsentScreen), pilot)
            await pilot.click("#no")
            await until(lambda: app.library_state.activity.startswith("listening"), pilot)
            new = write_tone(music / "new.wav", frequency_hz=990.0)
            await until(
                lambda: str(new) in {song.path for song in app.library_state.present}, pilot
            )
            assert any(song.analysis is None for song in app.library_state.present)
            await pilot.press("s")
            await until(lambda: not app.library_state.activity, pilot)

    async def test_the_demo_plays_before_it_is_complete_and_is_heard_as_a_whole(
        self, paths: Paths
    ) -> None:
        async with opened(paths) as pilot:
            app = app_of(pilot)
            await pilot.click("#demo")
            await until(lambda: isinstance(app.screen, ConsentScreen), pilot)
            await pilot.press("escape")
            await until(lambda: app.session.deck.player.state is PlaybackState.PLAYING, pilot)
            assert app.library_state.activity.startswith("composing")
            await until(lambda: len(app.library_state.present) == PIECE_COUNT, pilot)
            await until(lambda: not app.library_state.activity, pilot)
            assert all(song.analysis for song in app.library_state.present)
            assert app.library_state.folders == [str(paths.demo_music)]

    async def test_the_first_piece_of_the_demo_fits_the_mood(
        self, paths: Paths, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(COMPOSE, compose_three)
        async with opened(paths) as pilot:
            app = app_of(pilot)
            app.session.set_mood("happy")
            await pilot.click("#demo")
            await until(lambda: isinstance(app.screen, ConsentScreen), pilot)
            await until(lambda: app.session.queue.current is not None, pilot)
            assert app.session.view.song is not None
            assert app.session.view.song.title == "Bicycle Bell"

    async def test_the_queue_says_how_far_the_demo_is_and_what_to_press(
        self, paths: Paths, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(COMPOSE, compose_two)
        async with opened(paths) as pilot:
            app = app_of(pilot)
            queue = app.player_screen.query_one(QueueView)
            app.session.set_mood("happy")
            app.session.release_mood()
            await pilot.click("#demo")
            await until(lambda: queue.empty_text.startswith("composing the demo"), pilot)
            assert "5 sad · 4 happy" in queue.hint
            await until(lambda: isinstance(app.screen, ConsentScreen), pilot)
            await pilot.press("escape")
            await until(lambda: bool(app.session.queue.upcoming), pilot)
            await until(lambda: "composing 2/12" in app.library_state.activity, pilot)
            assert "5 sad · 4 happy" in queue.hint
            await pilot.press("5")
            await until(lambda: not queue.hint, pilot)
            await pilot.press("0")
            await pilot.pause()
            assert not queue.hint

    async def test_a_chosen_folder_leaves_nothing_of_the_demo(
        self, paths: Paths, tmp_path: Path
    ) -> None:
        write_tone(tmp_path / "a" / "tone.wav")
        async with opened(paths) as pilot:
            await until(paths.demo_music.is_dir, pilot)
            await pilot.press(*str(tmp_path / "a"), "enter")
            await until(lambda: len(app_of(pilot).library_state.present) == 1, pilot)
            assert not paths.demo_music.exists()

    async def test_a_demo_that_was_interrupted_goes_on_at_the_next_start(
        self, paths: Paths, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(COMPOSE, compose_two)
            async with opened(paths) as pilot:
                await pilot.click("#demo")
                await until(lambda: len(app_of(pilot).library_state.present) == 2, pilot)
                await pilot.press("escape", "q")
        async with opened(paths) as pilot:
            app = app_of(pilot)
            assert not isinstance(app.screen, WelcomeScreen)
            await until(lambda: len(app.library_state.present) == PIECE_COUNT, pilot)
            await until(lambda: not app.library_state.activity, pilot)
        async with opened(paths) as pilot:
            assert not app_of(pilot).library_state.activity.startswith("composing")

    async def test_quitting_while_the_demo_is_rendered_does_not_wait(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            await pilot.click("#demo")
            await pilot.pause(0.5)
        assert not list(paths.demo_music.rglob("*.ogg"))

    async def test_after_a_stopped_demo_a_folder_can_be_chosen(
        self, paths: Paths, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(COMPOSE, compose_two)
        async with opened(paths) as pilot:
            app = app_of(pilot)
            await pilot.click("#demo")
            await until(lambda: isinstance(app.screen, ConsentScreen), pilot)
            await pilot.click("#no")
            await until(lambda: len(app.library_state.present) == 2, pilot)
            await pilot.press("s")
            await until(lambda: not app.library_state.activity, pilot)
            await pilot.press("s")
            assert isinstance(app.screen, ScanPrompt)

    async def test_a_listener_who_left_the_welcome_is_asked_again_by_the_scan_key(
        self, paths: Paths
    ) -> None:
        async with opened(paths) as pilot:
            app = app_of(pilot)
            await pilot.press("escape", "s")
            await until(lambda: isinstance(app.screen, WelcomeScreen), pilot)
            await pilot.click("#demo")
            await until(lambda: app.session.queue.current is not None, pilot)

    async def test_a_later_start_does_not_welcome_again(self, paths: Paths) -> None:
        with Store.open(paths.library) as store:
            store.add_folder("/music")
            store.put(make_songs(1))
        async with opened(paths) as pilot:
            assert not isinstance(pilot.app.screen, WelcomeScreen)
