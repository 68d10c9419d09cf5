from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding

from tui_player.ui.widgets.key_bar import KeyBar


class Stage(App[None]):
    BINDINGS: ClassVar = [
        Binding("n", "note('next')", "Next"),
        Binding("j,k", "note('move')", "Move"),
        Binding("h", "note('hidden')", "Hidden", show=False),
        Binding("question_mark", "note('help')", "Help", key_display="?"),
    ]
    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[str] = []

    def compose(self) -> ComposeResult:
        yield KeyBar()

    def action_note(self, what: str) -> None:
        self.noted.append(what)


async def test_each_action_is_shown_once_with_its_first_key() -> None:
    app = Stage()
    async with app.run_test() as pilot:
        await pilot.pause()
        text = app.query_one(KeyBar).render().plain
    assert "n Next j Move ? Help" in text
    assert "Hidden" not in text


async def test_a_click_on_a_key_acts_as_the_key() -> None:
    app = Stage()
    async with app.run_test() as pilot:
        await pilot.pause()
        text = app.query_one(KeyBar).render().plain
        await pilot.click(KeyBar, offset=(text.index("? Help") + 5, 0))
        await pilot.click(KeyBar, offset=(text.index("Next"), 0))
    assert app.noted == ["help", "next"]


async def test_a_click_beside_the_keys_does_nothing() -> None:
    app = Stage()
    async with app.run_test() as pilot:
        await pilot.pause()
        text = app.query_one(KeyBar).render().plain
        await pilot.click(KeyBar, offset=(text.index(" j Move"), 0))
        await pilot.click(KeyBar, offset=(len(text) + 3, 0))
    assert app.noted == []
