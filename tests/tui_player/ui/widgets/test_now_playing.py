from dataclasses import replace

import pytest
from textual.geometry import Offset

from tests.tui_player.ui.widgets.stage import PLAYS, lines_of, make_song, on_stage
from tui_player.library.song import Analysis
from tui_player.playback import PlaybackState
from tui_player.session.play_queue import Repeat
from tui_player.ui.widgets.playing.controls import Control
from tui_player.ui.widgets.playing.now_playing import NowPlaying
from tui_player.ui.widgets.playing.progress import Progress, bar
from tui_player.ui.widgets.playing.title_row import TitleRow

ACTIONS = [
    "previous",
    "play_pause",
    "next",
    "like",
    "dislike",
    "volume_down",
    "mute",
    "volume_up",
    "repeat",
    "shuffle",
    "strategy",
]


async def test_every_button_posts_its_action() -> None:
    playing = NowPlaying()
    async with on_stage(playing) as scene:
        for action in ACTIONS:
            await scene.pilot.click(f"#control-{action.replace('_', '-')}")
        assert [message.action for message in scene.posted(NowPlaying.Pressed)] == ACTIONS
        assert all(control.tooltip for control in playing.query(Control))


async def test_a_click_on_the_bar_seeks() -> None:
    playing = NowPlaying()
    async with on_stage(playing) as scene:
        playing.show(PLAYS)
        width = playing.query_one(Progress).size.width
        await scene.pilot.click(Progress, offset=Offset(width // 2, 0))
        [message] = scene.posted(NowPlaying.SeekTo)
        assert message.share == pytest.approx(0.5, abs=0.02)


async def test_a_click_beside_the_bar_or_without_a_length_does_nothing() -> None:
    playing = NowPlaying()
    async with on_stage(playing) as scene:
        playing.show(PLAYS)
        await scene.pilot.click(Progress, offset=Offset(1, 0))
        playing.show(replace(PLAYS, duration_ms=None))
        await scene.pilot.click(Progress, offset=Offset(30, 0))
        assert scene.posted(NowPlaying.SeekTo) == []


@pytest.mark.parametrize(("width", "shown"), [(120, True), (60, False)])
async def test_key_and_tempo_are_shown_where_there_is_room(width: int, shown: bool) -> None:
    heard = Analysis("1", b"", {}, (0.25,) * 4, 0.0, 0.0, tempo_bpm=120.0, key="A minor")
    async with on_stage(row := TitleRow(), size=(width, 3)):
        row.show(replace(make_song(0), analysis=heard), "calm · like Ólafur Arnalds")
        assert ("Spaces · A minor, 120 bpm" in lines_of(row)[0]) is shown


async def test_speech_has_no_tempo() -> None:
    heard = Analysis("1", b"", {}, (0.25,) * 4, 0.0, 0.0, speech=0.9, tempo_bpm=66.0)
    async with on_stage(row := TitleRow(), size=(120, 3)):
        row.show(replace(make_song(0), analysis=heard), "you queued this")
        assert "bpm" not in lines_of(row)[0]


async def test_title_reason_and_state_are_shown() -> None:
    playing = NowPlaying()
    async with on_stage(playing):
        playing.show(PLAYS)
        assert lines_of(playing.query_one(TitleRow))[0].startswith("♥ Says — Nils Frahm · Spaces")
        assert "you like ambient" in lines_of(playing.query_one(TitleRow))[0]
        assert lines_of(playing.query_one(Progress))[0].startswith("1:23 █")
        texts = {control.action: str(control.content) for control in playing.query(Control)}
        assert texts["repeat"] == "repeat all"
        assert texts["mute"] == "vol 80 %"
        assert texts["strategy"] == "→ match"


async def test_the_play_button_shows_pause_while_a_song_plays() -> None:
    playing = NowPlaying()
    async with on_stage(playing) as scene:
        button = playing.query_one("#control-play-pause", Control)
        for state, text in (
            (PlaybackState.PLAYING, "▌▌"),
            (PlaybackState.PAUSED, "►"),
            (PlaybackState.STOPPED, "►"),
        ):
            playing.show(replace(PLAYS, state=state))
            await scene.pilot.pause()
            assert str(button.content) == text


async def test_active_buttons_are_lit() -> None:
    playing = NowPlaying()
    async with on_stage(playing):
        playing.show(replace(PLAYS, shuffle=True, muted=True, repeat=Repeat.OFF))
        lit = {control.action for control in playing.query(Control) if control.has_class("-lit")}
        assert lit == {"like", "mute", "shuffle", "strategy"}


async def test_only_the_progress_is_drawn_while_a_song_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    playing = NowPlaying()
    async with on_stage(playing) as scene:
        playing.show(PLAYS)
        await scene.pilot.pause()
        drawn: list[str] = []
        for kind in (TitleRow, Progress):
            monkeypatch.setattr(kind, "refresh", lambda self: drawn.append(type(self).__name__))
        playing.show(replace(PLAYS, position_ms=PLAYS.position_ms + 10))
        assert drawn == []
        playing.show(replace(PLAYS, position_ms=PLAYS.position_ms + 1000))
        assert drawn == ["Progress"]


async def test_the_bar_shows_nothing_plays() -> None:
    playing = NowPlaying()
    async with on_stage(playing):
        playing.show(replace(PLAYS, song=None, why="", duration_ms=None, position_ms=0))
        assert "nothing plays" in lines_of(playing.query_one(TitleRow))[0]
        assert "-:--" in lines_of(playing.query_one(Progress))[0]


async def test_tags_are_shown_as_text() -> None:
    playing = NowPlaying()
    async with on_stage(playing):
        playing.show(replace(PLAYS, song=make_song(4), why="[blink]x"))
        line = lines_of(playing.query_one(TitleRow))[0]
        assert "evil␛[31m�title — Some␊Body · al␉bum" in line
        assert "[blink]x" in line


def test_the_bar_fills_by_eighths() -> None:
    assert bar(0.5, 2) == "█ "
    assert bar(0.5625, 2) == "█▏"
    assert [bar(share, 2) for share in (0, 1, 3, -1)] == ["  ", "██", "██", "  "]
