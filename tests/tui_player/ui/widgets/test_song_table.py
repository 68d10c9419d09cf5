from dataclasses import replace

from rich.cells import cell_len
from textual.geometry import Offset

from tests.tui_player.ui.widgets.stage import lines_of, make_song, make_songs, on_stage
from tui_player.library.song import Analysis
from tui_player.ui.song_index import COLUMNS
from tui_player.ui.widgets.lists.line_list import Piece
from tui_player.ui.widgets.lists.song_table import COPY, SongTable, genre_text, layout, mood_piece


class CountingTable(SongTable):
    """Counts the rows that it draws."""

    drawn = 0

    def row_pieces(self, index: int, part: int, width: int) -> list[Piece]:
        self.drawn += 1
        return super().row_pieces(index, part, width)


async def test_enter_and_a_double_click_choose_a_song() -> None:
    table = SongTable()
    async with on_stage(table) as scene:
        songs = make_songs()
        table.show(songs)
        table.focus()
        await scene.pilot.press("down", "enter")
        await scene.pilot.click(SongTable, offset=Offset(5, 4), times=2)
        assert [message.song for message in scene.posted(SongTable.Chosen)] == [songs[1], songs[3]]


async def test_songs_are_queued_by_key_and_by_mouse() -> None:
    table = SongTable()
    async with on_stage(table) as scene:
        songs = make_songs()
        table.show(songs)
        table.focus()
        await scene.pilot.press("a", "A")
        line = lines_of(table)[1]
        await scene.pilot.click(SongTable, offset=Offset(line.rindex("+"), 1))
        await scene.pilot.click(SongTable, offset=Offset(line.rindex("↑"), 1))
        queued = scene.posted(SongTable.Queued)
        assert [message.first for message in queued] == [False, True, False, True]
        assert {message.song.id for message in queued} == {songs[0].id}


async def test_a_click_on_a_heading_asks_to_sort() -> None:
    table = SongTable()
    async with on_stage(table, size=(110, 24)) as scene:
        table.show(make_songs())
        headings = lines_of(table)[0]
        for heading in ("title", "artist", "album", "genre", "time", "mood", "♥", "plays"):
            await scene.pilot.click(SongTable, offset=Offset(headings.index(heading), 0))
        asked = [message.column for message in scene.posted(SongTable.SortRequested)]
        assert asked == ["title", "artist", "album", "genre", "length", "mood", "rating", "plays"]
        assert set(asked) == set(COLUMNS)


async def test_keys_sort_the_songs() -> None:
    table = SongTable()
    async with on_stage(table) as scene:
        table.show(make_songs())
        table.focus()
        table.sort_column = "plays"
        await scene.pilot.press("O", "o")
        asked = [message.column for message in scene.posted(SongTable.SortRequested)]
        assert asked == ["plays", "title"]


async def test_the_sorted_column_is_marked() -> None:
    table = SongTable()
    async with on_stage(table):
        table.sort_column = "title"
        assert "title ▲" in lines_of(table)[0]
        table.descending = True
        assert "title ▼" in lines_of(table)[0]


async def test_only_rows_on_screen_are_drawn() -> None:
    table = CountingTable()
    async with on_stage(table) as scene:
        table.show([make_song(1)] * 100_000)
        table.focus()
        await scene.pilot.press("end")
        assert table.cursor_index == 99_999
        assert table.drawn < 500


async def test_a_song_shows_its_mood_or_the_reason_without_one() -> None:
    table = SongTable()
    analysed, waiting = make_song(0), make_song(6)
    songs = [
        analysed,
        waiting,
        replace(analysed, missing=True),
        replace(analysed, failure="cut short"),
    ]
    async with on_stage(table):
        table.show(songs)
        lines = lines_of(table)
        assert "calm" in lines[1]
        assert "…" in lines[2]
        assert "missing" in lines[3]
        assert "broken" in lines[4]


async def test_copies_are_marked() -> None:
    table = SongTable()
    async with on_stage(table):
        songs = make_songs()
        table.show(songs, copies={songs[1].id})
        lines = lines_of(table)
        assert COPY not in lines[1]
        assert COPY in lines[2]


async def test_every_line_is_as_wide_as_the_table() -> None:
    table = SongTable()
    async with on_stage(table) as scene:
        table.show(make_songs())
        for width in (12, 30, 50, 80, 200):
            await scene.resize(width, 24)
            assert {cell_len(line) for line in lines_of(table)} == {width}


def test_narrow_tables_keep_title_artist_mood_and_rating() -> None:
    assert [column.name for column, _ in layout(42)] == ["title", "artist", "mood", "rating"]
    assert len(layout(100)) == 8


def test_a_tagged_genre_is_shown_and_a_predicted_one_is_marked_as_a_guess() -> None:
    song = make_song(0)
    predicted, unsure = (
        replace(song, analysis=Analysis("1", b"", genres, (0.25,) * 4, 0.0, 0.0))
        for genres in ({"Jazz": 0.7, "Folk": 0.5}, {"Jazz": 0.3})
    )
    tagged = replace(predicted, tags=predicted.tags._replace(genres=("Bossa [b]Nova",)))
    assert [genre_text(one) for one in (predicted, unsure, tagged)] == [
        "~Jazz",
        "",
        "Bossa [b]Nova",
    ]


def test_what_is_no_music_is_called_so_in_place_of_its_mood() -> None:
    speech = Analysis("1", b"", {}, (0.25,) * 4, 0.5, 0.5, speech=0.9)
    assert mood_piece(replace(make_song(0), analysis=speech), 10).text.strip() == "speech"


async def test_tags_are_shown_as_text() -> None:
    table = SongTable()
    async with on_stage(table, size=(160, 24)):
        table.show(make_songs())
        text = "\n".join(lines_of(table))
        assert "Weightless [bold]part[/] 1" in text
        assert "Some␊Body" in text
        assert "\x1b" not in text


async def test_an_empty_table_has_no_song_under_its_cursor() -> None:
    table = SongTable()
    async with on_stage(table) as scene:
        table.focus()
        await scene.pilot.press("enter", "a", "down")
        assert table.cursor_song is None
        assert scene.posted(SongTable.Chosen) == []
