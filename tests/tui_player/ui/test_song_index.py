import random
from dataclasses import replace

import pytest

from tui_player.library.song import Analysis, DurationMs, Song, SongId, Tags
from tui_player.ui.song_index import COLUMNS, SongIndex


def song(number: int, title: str = "", artist: str = "", album: str = "", **more: object) -> Song:
    tags = Tags(title or f"song {number}", artist, album, genres=("Ambient",))
    values = {"size_bytes": 1, "mtime_ns": 1, "content_hash": "", "path": f"/m/{number}.ogg"}
    return Song(SongId(number), tags=tags, **{**values, **more})  # type: ignore[arg-type]


def found(
    index: SongIndex, query: str, column: str = "title", descending: bool = False
) -> list[int]:
    return [song.id for song in index.select(query, column, descending)]


def test_every_word_must_be_somewhere_in_the_song() -> None:
    index = SongIndex([song(1, "Says", "Nils Frahm", "Spaces"), song(2, "Says who")])
    assert found(index, "says") == [1, 2]
    assert found(index, "frahm says") == [1]
    assert found(index, "spaces") == [1]
    assert found(index, "AMBIENT 2.ogg") == [2]
    assert found(index, "says nobody") == []


def test_a_predicted_genre_is_searched_and_sorted_if_none_is_tagged() -> None:
    jazz = Analysis("1", b"", {"Jazz": 0.8}, (0.25, 0.25, 0.25, 0.25), 0.0, 0.0)
    untagged = replace(song(1, analysis=jazz), tags=Tags("one"))
    nothing = replace(song(3), tags=Tags("three"))
    index = SongIndex([untagged, song(2, analysis=jazz), nothing])
    assert found(index, "jazz") == [1]
    assert found(index, "", "genre") == [2, 1, 3]


def heard(speech: float, noise: float) -> Analysis:
    return Analysis("1", b"", {}, (0.25,) * 4, 0.0, 0.0, speech=speech, noise=noise)


def test_the_kind_of_sound_can_be_searched() -> None:
    index = SongIndex(
        [song(1, analysis=heard(0.9, 0.0)), song(2, analysis=heard(0.0, 0.9)), song(3, "Speech")]
    )
    assert found(index, "kind:speech") == [1]
    assert found(index, "Kind:noise") == [2]
    assert found(index, "kind:music") == [3]
    assert found(index, "kind:music ambient") == [3]
    assert found(index, "speech") == [3]
    assert found(index, "kind") == []


def test_a_kind_can_be_typed_letter_by_letter() -> None:
    songs = [song(1, "Kind of Blue"), song(2, analysis=heard(0.9, 0.0))]
    typed = SongIndex(songs)
    results = {end: found(typed, "kind:speech"[:end]) for end in range(1, 12)}
    assert results[4] == [1]
    assert results[5] == [1, 2]
    assert results[6] == results[11] == [2]


def test_what_is_no_music_has_no_mood_to_sort_by() -> None:
    index = SongIndex([song(1, analysis=heard(0.9, 0.0)), song(2, analysis=heard(0.0, 0.0))])
    assert found(index, "", "mood") == [2, 1]
    assert found(index, "", "mood", descending=True) == [2, 1]


@pytest.mark.parametrize("query", ["beyonce", "BEYONCÉ", "Beyonce\u0301", "strasse"])
def test_case_and_accents_do_not_count(query: str) -> None:
    index = SongIndex([song(1, "Beyoncé in der Straße")])
    assert found(index, query) == [1]


def test_a_path_that_is_not_utf_8_can_be_found() -> None:
    assert found(SongIndex([song(1, path="/m/\udcffname.ogg")]), "name") == [1]


def test_typing_finds_the_same_as_one_search() -> None:
    chance = random.Random(4)
    words = ["night", "light", "river", "lightning", "knight", "nil"]
    songs = [song(n, " ".join(chance.choices(words, k=3))) for n in range(300)]
    typed = SongIndex(songs)
    for query in [
        "n",
        "ni",
        "nig",
        "nigh",
        "night",
        "night l",
        "night li",
        "li night",
        "l",
        "",
        "r",
    ]:
        assert found(typed, query) == found(SongIndex(songs), query)


def test_columns_sort_both_ways_and_missing_values_are_last() -> None:
    mood = Analysis("1", b"", {}, (0.25, 0.25, 0.25, 0.25), -0.5, 0.1)
    songs = [
        song(1, "b", "Zoë", rating=1, plays=3),
        song(2, "a", plays=9, analysis=mood),
        song(3, "C", "Ánna", rating=-1),
    ]
    index = SongIndex(songs)
    assert found(index, "", "title") == [2, 1, 3]
    assert found(index, "", "title", descending=True) == [3, 1, 2]
    assert found(index, "", "artist") == [3, 1, 2]
    assert found(index, "", "artist", descending=True) == [1, 3, 2]
    assert found(index, "", "plays", descending=True) == [2, 1, 3]
    assert found(index, "", "rating", descending=True) == [1, 2, 3]
    assert found(index, "", "mood") == [2, 1, 3]


def test_albums_of_an_artist_are_in_track_order() -> None:
    def track(number: int, album: str, place: int, disc: int = 1) -> Song:
        tags = Tags(f"t{number}", "A", album, track=place, disc=disc, duration_ms=DurationMs(1))
        return Song(SongId(number), f"/{number}", 1, 1, "", tags)

    songs = [track(1, "b", 1), track(2, "a", 10), track(3, "a", 2), track(4, "a", 1, disc=2)]
    assert found(SongIndex(songs), "", "artist") == [3, 2, 4, 1]


@pytest.mark.parametrize("column", COLUMNS)
def test_changes_and_new_songs_are_found_and_sorted(column: str) -> None:
    index = SongIndex([song(1, "one"), song(2, "two", plays=1)])
    index.select("o", column, False)
    changed = [song(2, "changed", "Artist", plays=5, rating=1), song(3, "three")]
    index.update(changed)
    fresh = SongIndex([song(1, "one"), *changed])
    assert index.select("", column, False) == fresh.select("", column, False)
    assert found(index, "changed", column) == [2]
    assert len(index) == 3


def test_earlier_results_do_not_change_with_the_index() -> None:
    index = SongIndex([song(1, "one")])
    before = index.select("", "title", False)
    index.update([song(2, "two")])
    assert [one.id for one in before] == [1]


def test_copies_of_a_recording_are_found_and_updated() -> None:
    analysis = Analysis("1", b"", {}, (0.25, 0.25, 0.25, 0.25), 0.0, 0.0, bytes(range(128)))
    index = SongIndex([song(1, analysis=analysis), song(2), song(3, analysis=analysis)])
    assert index.copies == {3}
    index.update([song(2, analysis=analysis)])
    assert index.copies == {2, 3}
    index.update([song(3, rating=1)])
    assert index.copies == {2}
