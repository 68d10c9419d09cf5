from dataclasses import replace

from tests.tui_player.ui.widgets.stage import Scene, make_song, make_songs, on_stage
from tui_player.library.song import Song
from tui_player.ui.widgets.lists.library_view import LibraryView, SearchInput
from tui_player.ui.widgets.lists.song_table import SongTable


async def _settle(scene: Scene) -> None:
    await scene.pilot.app.workers.wait_for_complete()
    await scene.pilot.pause()


async def _search(scene: Scene, view: LibraryView, words: str) -> None:
    view.set_songs(make_songs())
    view.focus_search()
    await scene.pilot.press(*words)
    await _settle(scene)


def _titles(view: LibraryView) -> list[str]:
    return [song.title for song in view.query_one(SongTable).songs]


async def _table_of(scene: Scene, view: LibraryView, count: int, cursor: int) -> SongTable:
    """The table, once it has `count` songs and the cursor is in row `cursor`."""
    view.set_songs(make_songs(count))
    await _settle(scene)
    table = view.query_one(SongTable)
    table.cursor_index = cursor
    return table


async def test_typing_finds_songs_and_escape_clears() -> None:
    view = LibraryView()
    async with on_stage(view) as scene:
        await _search(scene, view, "frahm")
        assert _titles(view) == ["Says"]
        await scene.pilot.press("escape")
        await _settle(scene)
        assert len(_titles(view)) == len(make_songs())
        assert view.query_one(SongTable).has_focus


async def test_a_search_without_a_hit_says_so() -> None:
    view = LibraryView()
    async with on_stage(view) as scene:
        await _search(scene, view, "qqq")
        assert _titles(view) == []
        assert view.query_one(SongTable).empty_text == "no song matches"


async def test_down_and_enter_go_from_the_search_field_to_the_songs() -> None:
    view = LibraryView()
    async with on_stage(view) as scene:
        for key in ("down", "enter"):
            view.focus_search()
            await scene.pilot.press(key)
            assert view.query_one(SongTable).has_focus
            assert view.query_one(SearchInput).value == ""


async def test_a_click_on_a_heading_sorts_and_another_one_reverses_the_order() -> None:
    view = LibraryView()
    async with on_stage(view) as scene:
        view.set_songs(make_songs())
        table = view.query_one(SongTable)
        for descending in (False, True, False):
            table.post_message(SongTable.SortRequested(table, "plays"))
            await scene.pilot.pause()
            await _settle(scene)
            assert [song.plays for song in table.songs] == sorted(range(7), reverse=descending)
            assert (table.sort_column, table.descending) == ("plays", descending)


async def test_changes_of_songs_are_applied_in_order() -> None:
    view = LibraryView()
    async with on_stage(view) as scene:
        view.set_songs(make_songs(3))
        view.update_songs([replace(make_song(1), rating=-1)])
        view.update_songs([make_song(3), replace(make_song(1), rating=1)])
        await _settle(scene)
        ratings = {song.id: song.rating for song in view.query_one(SongTable).songs}
        assert ratings == {0: 1, 1: 1, 2: 0, 3: 0}


async def test_the_cursor_stays_on_its_song_when_others_come() -> None:
    view = LibraryView()
    async with on_stage(view) as scene:
        table = await _table_of(scene, view, 3, cursor=1)
        song = table.cursor_song
        assert song is not None
        newcomer: Song = replace(make_song(4), tags=song.tags._replace(artist="AAA"))
        view.update_songs([newcomer])
        await _settle(scene)
        assert table.songs[0] == newcomer
        assert table.cursor_song == song


async def test_the_cursor_can_move_during_a_search() -> None:
    view = LibraryView()
    async with on_stage(view) as scene:
        table = await _table_of(scene, view, 4, cursor=1)
        with view._index_lock:  # the answer waits
            view.update_songs([replace(make_song(5), path="/new")])
            table.cursor_index = 3
            song = table.cursor_song
        await _settle(scene)
        assert len(table.songs) == 5
        assert table.cursor_song == song


async def test_the_cursor_stays_in_its_row_when_its_song_goes() -> None:
    view = LibraryView()
    async with on_stage(view) as scene:
        table = await _table_of(scene, view, 6, cursor=4)
        view.set_songs([song for song in table.songs if song != table.cursor_song])
        await _settle(scene)
        assert (len(table.songs), table.cursor_index) == (5, 4)


async def test_new_search_words_move_the_cursor_to_the_first_song() -> None:
    view = LibraryView()
    async with on_stage(view) as scene:
        view.set_songs(make_songs())
        await _settle(scene)
        view.query_one(SongTable).cursor_index = 4
        view.focus_search()
        await scene.pilot.press("i")
        await _settle(scene)
        assert view.query_one(SongTable).cursor_index == 0


async def test_new_search_words_move_the_cursor_even_if_songs_change_meanwhile() -> None:
    view = LibraryView()
    async with on_stage(view) as scene:
        table = await _table_of(scene, view, 7, cursor=6)
        view.focus_search()
        with view._index_lock:  # the answer waits
            await scene.pilot.press(*"ight")
            view.update_songs([replace(make_song(1), rating=1)])
        await _settle(scene)
        assert 1 < len(_titles(view)) < 7
        assert table.cursor_index == 0


async def test_messages_of_the_table_pass_through() -> None:
    view = LibraryView()
    async with on_stage(view) as scene:
        view.set_songs(make_songs(1))
        await _settle(scene)
        view.query_one(SongTable).focus()
        await scene.pilot.press("enter", "a")
        assert len(scene.posted(SongTable.Chosen)) == 1
        assert len(scene.posted(SongTable.Queued)) == 1
