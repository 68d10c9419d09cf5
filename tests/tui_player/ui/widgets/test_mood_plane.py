"""The plane shows mood, target, next songs and goal, and its words stay readable."""

from dataclasses import replace
from itertools import product

import pytest

from tests.tui_player.ui.widgets.stage import lines_of, make_songs, on_stage
from tui_player.expression.quadrants import QUADRANT_NAMES
from tui_player.library.song import Analysis, Song, SongId
from tui_player.ui.widgets.mood.mood_plane import MARKS, NEXT_SONGS, MoodPlane
from tui_player.ui.widgets.mood.plane_grid import LEFT, RIGHT, UP, Place, PlaneGrid

SIZES = [(12, 3), (21, 9), (28, 4), (28, 5), (28, 8), (28, 9), (30, 15), (41, 12)]
PLACES = [(x / 10, y / 10) for x, y in product(range(-10, 11), repeat=2)]


def song_at(place: Place, number: int = 0, speech: float = 0.0) -> Song:
    analysis = Analysis("1", b"", {}, (0.25,) * 4, *place, speech=speech)
    song = replace(make_songs()[0], id=SongId(number), analysis=analysis)
    return replace(song, tags=song.tags._replace(title=f"Song {number}", artist="Somebody"))


def text_of(grid: PlaneGrid) -> list[str]:
    return [line.plain for line in grid.lines()]


@pytest.mark.parametrize("size", SIZES)
def test_nothing_covers_a_word(size: tuple[int, int]) -> None:
    words = [
        (x, y, letter)
        for y, line in enumerate(text_of(PlaneGrid(*size)))
        for x, letter in enumerate(line)
        if letter not in " ─│┼"
    ]
    assert set("".join(QUADRANT_NAMES)) <= {letter for _, _, letter in words}
    grid = PlaneGrid(*size)
    grid.trail(PLACES, "")
    for at in [*PLACES, (-9.0, 9.0), (9.0, -9.0)]:
        grid.put(at, "•", "")
    covered = text_of(grid)
    assert all(covered[y][x] == letter for x, y, letter in words)


@pytest.mark.parametrize("size", SIZES)
def test_a_mark_below_the_first_row_and_above_the_last_is_in_its_cell(
    size: tuple[int, int],
) -> None:
    grid = PlaneGrid(*size)
    for valence, arousal in PLACES:
        x = round((valence + 1) / 2 * (grid.columns - 1))
        y = round((1 - arousal) / 2 * (grid.rows - 1))
        assert grid.cell((valence, arousal)) == (x, y) or y in (0, grid.rows - 1)


@pytest.mark.parametrize(
    ("place", "cell"),
    [
        ((1.0, 1.0), (40, 1)),
        ((0.79, 1.0), (35, 0)),
        ((-1.0, -1.0), (0, 9)),
        ((-0.87, -1.0), (3, 10)),
        ((0.2, 0.95), (24, 1)),
        ((-0.5, 1.0), (10, 0)),
    ],
)
def test_a_mark_on_a_word_moves_to_the_nearest_cell_without_one(
    place: Place, cell: tuple[int, int]
) -> None:
    grid = PlaneGrid(41, 12)
    assert (grid.columns, grid.rows) == (41, 11)
    assert grid.cell(place) == cell


async def test_the_plane_shows_mood_and_target_where_they_are() -> None:
    plane = MoodPlane()
    async with on_stage(plane, size=(41, 13)):
        plane.show((1.0, 0.4), (-1.0, -0.4))
        lines = lines_of(plane)
        assert lines[3].rstrip().endswith("●")
        assert lines[7].startswith("◎")
        plane.show((0.0, 0.0), (0.0, 0.0))
        assert lines_of(plane)[5][20] == "◉"


async def test_places_outside_the_plane_are_drawn_at_its_edge() -> None:
    plane = MoodPlane()
    async with on_stage(plane, size=(21, 9)):
        plane.show((7.0, 0.0), (0.0, 0.0), [(-9.0, 9.0), (3.0, 3.0)])
        assert any(line.rstrip().endswith("●") for line in lines_of(plane))


async def test_the_plane_shows_the_journey_and_its_goal() -> None:
    plane = MoodPlane()
    async with on_stage(plane, size=(41, 13)):
        way = [(-1.0, 0.0), (0.0, 0.0), (1.0, 0.0)]
        plane.show((-1.0, 0.0), way[0], path=way)
        line = lines_of(plane)[5]
        assert (line[0], line[20], line[40]) == ("◉", "·", "◇")


async def test_the_next_ten_songs_are_on_the_plane_whatever_the_strategy() -> None:
    plane = MoodPlane()
    async with on_stage(plane, size=(41, 13)):
        songs = [song_at((number / 12, 0.4), number) for number in range(-6, 7)]
        plane.show((0.0, -0.4), (0.0, -0.4), path=[(0.0, -0.4)], songs=songs)
        assert lines_of(plane)[3].count("•") == NEXT_SONGS


async def test_only_analysed_music_is_on_the_plane() -> None:
    plane = MoodPlane()
    async with on_stage(plane, size=(41, 13)):
        waiting = replace(song_at((0.5, 0.5)), analysis=None)
        plane.show((0.0, 0.0), (0.0, 0.0), songs=[waiting, song_at((0.5, 0.5), speech=0.9)])
        assert "•" not in "".join(lines_of(plane))


async def test_the_song_under_the_queue_s_cursor_stands_out() -> None:
    plane = MoodPlane()
    async with on_stage(plane, size=(41, 13)):
        plane.show((0.0, 0.0), (0.0, 0.0), songs=[song_at((-0.5, 0.4)), song_at((0.5, 0.4))])
        plane.point_out(1)
        strip = plane.render_lines(plane.size.region)[3]
        dots = [bool(part.style and part.style.reverse) for part in strip if part.text == "•"]
        assert dots == [False, True]


async def test_the_legend_has_the_marks_that_are_on_the_plane() -> None:
    plane = MoodPlane()
    async with on_stage(plane, size=(30, 6)) as scene:
        plane.show((-0.5, 0.5), (0.5, 0.5))
        assert lines_of(plane)[-1].rstrip() == "● mood ◎ target"
        plane.show((0.5, 0.5), (0.5, 0.5), songs=[song_at((0.0, 0.0))])
        assert lines_of(plane)[-1].rstrip() == "◉ mood, target • next"
        way = [(-0.5, 0.5), (0.5, 0.5)]
        plane.show((-0.5, 0.4), (0.5, 0.5), path=way, songs=[song_at((0.0, 0.0))])
        assert lines_of(plane)[-1].rstrip() == "● mood ◎ target • next ·◇ goal"
        await scene.resize(28, 6)
        assert lines_of(plane)[-1].rstrip() == "●mood ◎target •next ·◇goal"


@pytest.mark.parametrize("height", [5, 6, 10, 16])
async def test_the_words_of_the_plane_are_plain(height: int) -> None:
    plane = MoodPlane()
    async with on_stage(plane, size=(28, height)):
        text = "\n".join(lines_of(plane))
        assert UP in text
        assert RIGHT in text
        assert (LEFT in text) == (height >= 10)
        assert "mood" in text


async def test_the_song_under_the_mouse_is_named() -> None:
    plane = MoodPlane()
    async with on_stage(plane, size=(41, 13)) as scene:
        songs = [song_at((-0.5, 0.4), 7), song_at((0.5, 0.4), 8), song_at((0.5, 0.4), 9)]
        plane.show((0.0, 0.0), (0.0, 0.0), songs=songs)
        await scene.pilot.hover(MoodPlane, offset=(30, 3))
        assert lines_of(plane)[-1].rstrip() == "2 Song 8 — Somebody"
        assert plane.tooltip == "2 Song 8 — Somebody"
        plane.show((0.0, 0.0), (0.0, 0.0), songs=songs[:1])
        assert "mood" in lines_of(plane)[-1], "the song is gone"
        await scene.pilot.hover(MoodPlane, offset=(20, 8))
        assert plane.tooltip == MARKS


async def test_a_small_plane_has_no_legend_and_no_words_that_do_not_fit() -> None:
    plane = MoodPlane()
    async with on_stage(plane, size=(10, 2)):
        plane.show((0.5, 1.0), (-0.5, -1.0))
        text = "\n".join(lines_of(plane))
        assert {"●", "◎"} <= set(text)
        assert not any(letter.isalpha() for letter in text)
