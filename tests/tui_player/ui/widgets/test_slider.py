import pytest

from tests.tui_player.ui.widgets.stage import on_stage
from tui_player.ui.widgets.slider import LABEL_CELLS, NUMBER_CELLS, Slider


def slider(value: float) -> Slider:
    return Slider("Mood", value, name="mood")


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["right"], 0.45),
        (["left", "left"], 0.3),
        (["home"], 0.0),
        (["end"], 1.0),
        (["home", "left"], 0.0),
        (["end", "right"], 1.0),
    ],
)
async def test_keys_move_the_slider(keys: list[str], value: float) -> None:
    widget = slider(0.4)
    async with on_stage(widget) as scene:
        widget.focus()
        await scene.pilot.press(*keys)
        assert widget.value == pytest.approx(value)


async def test_the_slider_posts_only_changes() -> None:
    widget = slider(0.95)
    async with on_stage(widget) as scene:
        widget.focus()
        await scene.pilot.press("right", "right")
        assert [move.value for move in scene.posted(Slider.Moved)] == [1.0]


@pytest.mark.parametrize("place", [2, -2])
async def test_a_click_beside_the_slider_changes_nothing(place: int) -> None:
    widget = slider(0.4)
    async with on_stage(widget) as scene:
        await scene.pilot.mouse_down(Slider, offset=(place % widget.size.width, 0))
        assert widget.value == 0.4


async def test_the_mouse_drags_the_slider() -> None:
    widget = slider(0.0)
    async with on_stage(widget) as scene:
        cells = widget.size.width - LABEL_CELLS - NUMBER_CELLS
        await scene.pilot.mouse_down(Slider, offset=(LABEL_CELLS + cells // 2, 0))
        assert widget.value == pytest.approx(0.5, abs=0.05)
        await scene.pilot.hover(Slider, offset=(LABEL_CELLS + cells - 1, 0))
        await scene.pilot.mouse_up(Slider, offset=(LABEL_CELLS + cells - 1, 0))
        assert widget.value == 1.0
        await scene.pilot.hover(Slider, offset=(LABEL_CELLS, 0))
        assert widget.value == 1.0, "let go"
