"""Camera, consent and looks called wrong in the whole interface."""

from pathlib import Path

import pytest

from tests.tui_player.driving import (
    NOON,
    app_of,
    opened,
    player_app,
    silent,
    until,
    until_ready,
)
from tui_player.config import Config
from tui_player.expression.classes import FER2013_CLASSES
from tui_player.expression.reading import Reading
from tui_player.mood.state import MoodSource
from tui_player.paths import Paths
from tui_player.run_options import Options
from tui_player.session.saved_session import SavedSession, load_saved_session, save_session
from tui_player.ui.app import PlayerApp
from tui_player.ui.screens.consent import ConsentScreen


@pytest.mark.usefixtures("library")
class TestCamera:
    async def test_the_camera_is_off_until_the_listener_consents(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            app = app_of(pilot)
            await pilot.press("c")
            assert isinstance(app.screen, ConsentScreen)
            assert not app.camera.is_on
            await pilot.press("escape")
            assert not app.camera.is_on

    async def test_consent_turns_the_camera_on_and_its_key_turns_it_off_at_once(
        self, paths: Paths
    ) -> None:
        async with opened(paths) as pilot:
            app = app_of(pilot)
            await pilot.press("c")
            await pilot.click("#yes")
            on_after_yes = app.camera.is_on
            await pilot.press("c")
            assert (on_after_yes, app.camera.is_on) == (True, False)
            assert app.camera.describe(app.session.moods.last) == "camera off"

    @pytest.mark.parametrize("was_on", [False, True])
    async def test_a_camera_on_the_command_line_counts_for_one_run(
        self, paths: Paths, tmp_path: Path, was_on: bool
    ) -> None:
        save_session(paths.session_file, SavedSession(camera_allowed=True, camera_on=was_on))
        named = "off" if was_on else str(tmp_path)
        async with player_app(paths, camera=named).run_test(size=(100, 30)) as pilot:
            await until_ready(pilot)
            assert app_of(pilot).camera.is_on is not was_on
            await pilot.press("q")
        assert load_saved_session(paths.session_file).camera_on is was_on

    async def test_a_missing_camera_is_shown_and_is_no_error(
        self, paths: Paths, tmp_path: Path
    ) -> None:
        app = player_app(paths, camera=str(tmp_path / "none.mp4"))
        async with app.run_test(size=(100, 30)) as pilot:
            camera, moods = app.camera, app.session.moods
            await until(lambda: "missing or busy" in camera.describe(moods.last), pilot)
            assert app.session.moods.mood.source is MoodSource.NONE


SAD = Reading(tuple(0.94 if label == "sad" else 0.01 for label in FER2013_CLASSES), None)


def look_sad(app: PlayerApp, time_s: list[float]) -> None:
    """Let the app read a sad face for ten seconds."""
    for _ in range(20):
        time_s[0] += 0.5
        app.session.observe(SAD)
    assert app.session.view.mood.label == "sad"


@pytest.mark.usefixtures("library")
class TestWrong:
    async def test_wrong_offers_the_seven_and_the_answer_is_learnt(self, paths: Paths) -> None:
        time_s = [NOON]
        app = PlayerApp(Options(paths, Config()), silent, lambda: time_s[0])
        async with app.run_test(size=(100, 30)) as pilot:
            await until_ready(pilot)
            look_sad(app, time_s)
            await pilot.press("w")
            assert app.session.view.mood.label == ""
            notices = [notice.message for notice in app._notifications]
            [offer] = [text for text in notices if "put aside for 5 minutes" in text]
            for key, label in enumerate(FER2013_CLASSES, start=1):
                assert f"{key} {label}" in offer
            assert any(text.startswith("learnt: reads sad less easily") for text in notices)
            await pilot.press("7")
            assert app.session.view.correction.biases["neutral"] > 0

    async def test_wrong_without_a_look_says_so(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            await pilot.press("w")
            [notice] = app_of(pilot)._notifications
            assert "no look to correct" in notice.message

    async def test_wrong_releases_a_mood_set_by_hand(self, paths: Paths) -> None:
        async with opened(paths) as pilot:
            await pilot.press("5", "w")
            assert app_of(pilot).session.view.mood.source is MoodSource.NONE
            [notice] = app_of(pilot)._notifications
            assert "no longer set by hand" in notice.message
