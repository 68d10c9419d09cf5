"""The whole interface without music, and with new and removed music; real scans, real store."""

from itertools import count
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.audio_files import write_tone
from tests.library.scan.scanning import like, scanned
from tests.short_demo import render_short_demo
from tests.tui_player.driving import app_of, opened, until
from tests.tui_player.songs import make_songs
from tui_player.library.store.store import Store
from tui_player.models.music import NETWORK_VERSION
from tui_player.paths import Paths
from tui_player.playback import PlaybackState
from tui_player.ui.screens.consent import ConsentScreen
from tui_player.ui.screens.scan_prompt import ScanPrompt
from tui_player.ui.screens.welcome import WelcomeScreen


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
        monkeypatch.setattr("tui_player.demo.files.render_demo", render_short_demo)
        async with opened(paths) as pilot:
            await pilot.press("enter")
            await until(lambda: isinstance(pilot.app.screen, ConsentScreen), pilot)
            await until(paths.demo_music.is_dir, pilot)

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
            await until(lambda: all(song.analysis for song in app.library_state.present), pilot)
            assert not app.camera.is_on
        with Store.open(paths.library) as store:
            assert store.folders() == [str(music)]

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

    async def test_the_demo_is_rendered_analysed_and_played(
        self, paths: Paths, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tui_player.demo.files.render_demo", render_short_demo)
        async with opened(paths) as pilot:
            app = app_of(pilot)
            await pilot.click("#demo")
            await until(lambda: isinstance(app.screen, ConsentScreen), pilot)
            await pilot.press("escape")
            await until(lambda: app.session.deck.player.state is PlaybackState.PLAYING, pilot)
            await until(lambda: all(song.analysis for song in app.library_state.present), pilot)
            assert [song.failure for song in app.library_state.present] == [None, None]
            assert paths.demo_music.is_dir()

    async def test_quitting_while_the_demo_is_rendered_does_not_wait(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            await pilot.click("#demo")
            await pilot.pause(0.5)
        assert not list(paths.demo_music.rglob("*.ogg"))

    async def test_after_a_stopped_demo_a_folder_can_be_chosen(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            app = app_of(pilot)
            await pilot.click("#demo")
            await until(lambda: isinstance(app.screen, ConsentScreen), pilot)
            await pilot.click("#no")
            await pilot.press("s")
            await until(lambda: not app.library_state.activity, pilot)
            await pilot.press("s")
            assert isinstance(app.screen, ScanPrompt)

    async def test_a_later_start_does_not_welcome_again(self, paths: Paths) -> None:
        with Store.open(paths.library) as store:
            store.add_folder("/music")
            store.put(make_songs(1))
        async with opened(paths) as pilot:
            assert not isinstance(pilot.app.screen, WelcomeScreen)
