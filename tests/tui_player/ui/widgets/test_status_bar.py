from dataclasses import replace

from tests.tui_player.ui.widgets.stage import STATUS, lines_of, on_stage
from tui_player.ui.widgets.status_bar import StatusBar


def text_of(bar: StatusBar) -> str:
    return "".join(lines_of(child)[0] for child in bar.children if child.display)


async def test_the_status_bar_shows_camera_mood_activity_and_songs() -> None:
    bar = StatusBar()
    async with on_stage(bar, size=(120, 3)) as scene:
        bar.show(STATUS)
        await scene.pilot.pause()
        text = text_of(bar)
        for part in ("● camera on: looking", "queue: neutral", "scanning 40 %", "12,345 songs"):
            assert part in text


async def test_the_camera_state_is_visible_at_every_width() -> None:
    bar = StatusBar()
    async with on_stage(bar) as scene:
        bar.show(STATUS)
        for width in (80, 40, 30):
            await scene.resize(width, 3)
            camera = bar.query_one("#status-camera")
            assert "● camera on: looking" in lines_of(camera)[0]
            assert camera.region.right <= width


async def test_a_switched_off_camera_has_an_empty_dot() -> None:
    bar = StatusBar()
    async with on_stage(bar) as scene:
        bar.show(replace(STATUS, camera="camera off", camera_on=False))
        await scene.pilot.pause()
        assert "○ camera off" in text_of(bar)


async def test_a_click_on_the_camera_state_is_posted() -> None:
    bar = StatusBar()
    async with on_stage(bar) as scene:
        bar.show(STATUS)
        await scene.pilot.pause()
        await scene.pilot.click("#status-mood")
        assert scene.posted(StatusBar.CameraClicked) == []
        await scene.pilot.click("#status-camera")
        [message] = scene.posted(StatusBar.CameraClicked)
        assert message.control is bar


async def test_the_status_bar_names_the_profile() -> None:
    bar = StatusBar("an[b]na\x1b")
    async with on_stage(bar, size=(120, 3)) as scene:
        bar.show(STATUS)
        await scene.pilot.pause()
        assert "tui-player · an[b]na␛" in text_of(bar)
