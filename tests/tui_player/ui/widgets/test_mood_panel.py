from dataclasses import replace
from itertools import product

import pytest
from textual.geometry import Offset
from textual.widgets import Static

from tests.tui_player.ui.widgets.stage import CAMERA_OFF, LOOKS_HAPPY, lines_of, on_stage
from tui_player.expression.classes import FER2013_CLASSES
from tui_player.expression.reading import NoReading, Reading
from tui_player.mood.debounce import PendingChange
from tui_player.mood.settings import MoodSettings
from tui_player.mood.state import Mood, MoodSource
from tui_player.mood.tracker import MoodTracker
from tui_player.text import cell_width
from tui_player.ui.widgets.braille import BrailleCanvas
from tui_player.ui.widgets.colours import quadrant
from tui_player.ui.widgets.mood.expression_bars import ExpressionBars, thin_bar
from tui_player.ui.widgets.mood.mood_line import MoodLine
from tui_player.ui.widgets.mood.mood_panel import MoodPanel, follows, headline
from tui_player.ui.widgets.mood.mood_plane import MoodPlane


def test_the_headline_says_how_the_listener_looks() -> None:
    assert headline(LOOKS_HAPPY) == "looks happy (72 %)"


def test_the_headline_names_no_expression_without_a_clear_look() -> None:
    unclear = Mood(-0.1, 0.1, "", 0.0, MoodSource.CAMERA)
    assert headline(replace(LOOKS_HAPPY, mood=unclear)) == "no clear look"


def test_the_headline_says_when_the_mood_was_set_by_hand() -> None:
    by_hand = Mood(0.76, 0.48, "happy", 1.0, MoodSource.HAND)
    assert headline(replace(CAMERA_OFF, mood=by_hand)) == "set by hand: happy"


@pytest.mark.parametrize("reason", NoReading)
def test_the_headline_says_why_there_is_no_reading(reason: NoReading) -> None:
    state = replace(LOOKS_HAPPY, reading=Reading(None, reason))
    assert headline(state) == f"no reading: {reason.value}"


def test_the_headline_claims_no_mood_before_the_first_reading() -> None:
    assert headline(replace(CAMERA_OFF, reading=None)) == "no reading: camera off"
    first = replace(CAMERA_OFF, reading=LOOKS_HAPPY.reading)
    assert headline(first) == "no reading yet"


@pytest.mark.parametrize(
    ("pending", "line"),
    [
        (None, "queue for: happy"),
        (PendingChange("sad", 12.4, 7.6), "queue: happy → sad in 8 s"),
        (PendingChange("happy", 12.4, 7.6), "queue: happy moves in 8 s"),
    ],
)
def test_the_line_says_when_the_queue_follows(pending: PendingChange | None, line: str) -> None:
    assert follows("happy", pending) == line


def test_the_countdown_fits_the_panel_for_all_expressions() -> None:
    for settled, label in product(FER2013_CLASSES, FER2013_CLASSES):
        line = follows(settled, PendingChange(label, 0.0, 20.0))
        assert cell_width(line) <= 30
        assert all(word in line for word in (settled, label, "20 s"))


async def test_the_countdown_has_a_whole_sentence_in_its_tooltip() -> None:
    panel = MoodPanel()
    async with on_stage(panel):
        panel.show(replace(LOOKS_HAPPY, pending=PendingChange("sad", 12.0, 8.0)))
        line = panel.query_one("#mood-follows", Static)
        assert line.tooltip == "sad for 12 s; the queue follows in 8 s"


async def test_a_click_on_a_bar_sets_that_mood() -> None:
    panel = MoodPanel()
    async with on_stage(panel) as scene:
        panel.show(LOOKS_HAPPY)
        for row in range(len(FER2013_CLASSES)):
            await scene.pilot.click(ExpressionBars, offset=Offset(12, row))
        chosen = scene.posted(MoodPanel.MoodChosen)
        assert [message.label for message in chosen] == list(FER2013_CLASSES)
        assert {message.control for message in chosen} == {panel}


async def test_the_correction_button_rejects_a_reading_or_releases_a_mood_set_by_hand() -> None:
    panel = MoodPanel()
    async with on_stage(panel) as scene:
        by_hand = Mood(0.76, 0.48, "happy", 1.0, MoodSource.HAND)
        for state in (LOOKS_HAPPY, replace(LOOKS_HAPPY, mood=by_hand)):
            panel.show(state)
            await scene.pilot.pause()
            await scene.pilot.click("#mood-correct")
        panel.show(CAMERA_OFF)
        assert str(panel.query_one("#mood-correct", Static).content) == ""
        pressed = scene.posted(MoodPanel.Pressed)
        assert [message.action for message in pressed] == ["wrong", "release_mood"]


async def test_there_is_no_correction_button_without_a_label_that_was_read() -> None:
    panel = MoodPanel()
    async with on_stage(panel):
        unclear = replace(LOOKS_HAPPY, mood=Mood(-0.1, 0.1, "", 0.0, MoodSource.CAMERA))
        no_face = replace(LOOKS_HAPPY, reading=Reading(None, NoReading.NO_FACE))
        for state in (unclear, no_face):
            panel.show(state)
            assert str(panel.query_one("#mood-correct", Static).content) == ""


async def test_the_bar_of_the_label_has_the_percentage_of_the_headline() -> None:
    tracker = MoodTracker(MoodSettings())
    sure = Reading((0.01, 0.01, 0.01, 0.94, 0.01, 0.01, 0.01), None)
    for turn in range(10):
        tracker.observe(sure, turn / 2)
    state = replace(LOOKS_HAPPY, mood=tracker.mood, look=tracker.look, reading=tracker.last)
    panel = MoodPanel()
    async with on_stage(panel):
        panel.show(state)
        happy = lines_of(panel.query_one(ExpressionBars))[FER2013_CLASSES.index("happy")]
        percent = happy.split()[-2]
        assert headline(state) == f"looks happy ({percent} %)"
        assert int(percent) < 94, "both are smoothed"


async def test_bars_show_the_look_and_are_empty_without_the_camera() -> None:
    panel = MoodPanel()
    async with on_stage(panel):
        panel.show(replace(LOOKS_HAPPY, reading=Reading(None, NoReading.NO_FACE)))
        lines = lines_of(panel.query_one(ExpressionBars))
        assert [line.split()[0] for line in lines] == list(FER2013_CLASSES)
        assert [line.split()[-2] for line in lines] == ["3", "1", "4", "72", "5", "5", "10"]
        panel.show(CAMERA_OFF)
        text = "\n".join(lines_of(panel.query_one(ExpressionBars)))
        assert "%" not in text
        assert "━" not in text


async def test_an_expression_called_wrong_has_no_share() -> None:
    panel = MoodPanel()
    async with on_stage(panel):
        panel.show(replace(LOOKS_HAPPY, put_aside=frozenset({"happy"})))
        happy = lines_of(panel.query_one(ExpressionBars))[FER2013_CLASSES.index("happy")]
        assert happy.split()[-1] == "wrong"
        assert "━" not in happy
        panel.show(replace(CAMERA_OFF, put_aside=frozenset({"happy"})))
        assert "wrong" not in "\n".join(lines_of(panel.query_one(ExpressionBars)))


async def test_small_panels_keep_headline_and_bars() -> None:
    panel = MoodPanel()
    async with on_stage(panel) as scene:
        panel.show(LOOKS_HAPPY)
        for height, plane, line in ((24, True, True), (16, True, False), (10, False, False)):
            await scene.resize(80, height)
            assert panel.query_one(MoodPlane).display is plane
            assert panel.query_one(MoodLine).display is line


async def test_the_line_falls_with_valence_and_has_gaps() -> None:
    line = MoodLine()
    async with on_stage(line, size=(40, 3)):
        line.show([(0.0, 1.0, 0.0), (4.0, 1.0, 0.0), (296.0, -1.0, 0.0), (300.0, -1.0, 0.0)], 300.0)
        upper, lower, scale = lines_of(line)
        assert upper[0] != " "
        assert upper[1:].strip() == ""
        assert lower[:-1].strip() == ""
        assert scale.startswith("−5 min")


async def test_the_line_shows_only_the_last_minutes() -> None:
    line = MoodLine()
    async with on_stage(line, size=(40, 3)):
        line.show([(0.0, 1.0, 0.0)], 10_000.0)
        assert "".join(lines_of(line)[:2]).strip() == ""


def test_braille_dots_are_where_they_were_set() -> None:
    canvas = BrailleCanvas(2, 1)
    canvas.dot(0, 0)
    canvas.dot(3, 3)
    canvas.dot(-1, 99)
    assert canvas.rows() == ["⠁⢀"]


def test_thin_bars_fill_by_half_cells() -> None:
    assert [thin_bar(share, 4) for share in (0, 0.125, 0.5, 1, 2, -1)] == [
        "",
        "╸",
        "━━",
        "━━━━",
        "━━━━",
        "",
    ]


def test_the_middle_of_the_plane_has_no_quadrant() -> None:
    assert quadrant(0.1, 0.05) is None
    assert [quadrant(*at) for at in ((0.5, 0.5), (-0.5, 0.5), (-0.5, -0.5), (0.5, -0.5))] == [
        0,
        1,
        2,
        3,
    ]
