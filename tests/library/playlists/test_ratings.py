import json
from dataclasses import replace

import pytest

from tui_player.library.feedback import History
from tui_player.library.playlists.ratings import Importer, Line, to_line
from tui_player.library.song import DurationMs, Song, SongId, Tags

SONG = Song(
    SongId(7),
    "/music/\udcffsays.flac",
    1,
    1,
    "print",
    Tags("Says", "Nils Frahm", "Spaces", duration_ms=DurationMs(500_000)),
    rating=1,
    plays=3,
    skips=1,
    last_played_at=99.5,
)


def read(text: str, *songs: Song) -> Line:
    (line,) = Importer(songs).read([text])
    return line


def test_a_line_is_read_as_it_was_written() -> None:
    text = to_line(SONG)
    assert text is not None
    assert "\n" not in text
    line = read(text, SONG)
    assert (line.song, line.history) == (SONG.id, History(1, 3, 1, 99.5))


def test_songs_that_nothing_is_said_of_have_no_line() -> None:
    assert to_line(replace(SONG, rating=0, plays=0, skips=0)) is None


@pytest.mark.parametrize(
    "values",
    [
        {"fingerprint": "print"},
        {"path": SONG.path},
        {"title": "says", "artist": "nils frahm"},
        {"path": "/other/folder/\udcffsays.flac", "title": "?", "artist": "?"},
    ],
)
def test_any_way_to_find_the_song_will_do(values: dict[str, str]) -> None:
    line = read(json.dumps({"rating": "dislike", **values}), SONG)
    assert (line.song, line.history.rating) == (SONG.id, -1)


def test_what_the_library_does_not_have_is_named() -> None:
    line = read('{"title": "Other", "artist": "Somebody", "rating": "like"}', SONG)
    assert (line.song, line.name) == (None, "Somebody - Other")


@pytest.mark.parametrize("text", ["nonsense", "[1]", '{"rating": 5}', '{"rating": []}', "null"])
def test_a_wrong_line_has_a_reason(text: str) -> None:
    assert read(text, SONG).reason


def test_nonsense_in_a_field_counts_as_unknown() -> None:
    text = '{"path": 5, "fingerprint": "print", "plays": -3, "skips": "x", "last_played_at": true}'
    assert read(text, SONG).history == History()


def test_empty_lines_are_passed_over() -> None:
    assert list(Importer([SONG]).read(["", "  \n"])) == []


def test_of_copies_the_one_at_the_path_is_meant() -> None:
    copies = [SONG, replace(SONG, id=SongId(8), path="/music/copy.flac")]
    for copy in copies:
        assert (
            read(json.dumps({"fingerprint": "print", "path": copy.path}), *copies).song == copy.id
        )
    assert read('{"fingerprint": "print"}', *copies).song in {copy.id for copy in copies}


def test_a_copy_that_is_there_is_meant_rather_than_one_that_is_missing() -> None:
    gone = replace(SONG, missing=True)
    there = replace(SONG, id=SongId(8), path="/music/copy.flac")
    retagged = replace(there, id=SongId(9), fingerprint="another")
    line = json.dumps({"fingerprint": "print", "path": SONG.path})
    assert read(line, gone, there).song == there.id
    assert read(line, gone).song == gone.id
    named = json.dumps({"path": SONG.path, "title": "Says", "artist": "Nils Frahm"})
    assert read(named, gone, retagged).song == retagged.id


def test_a_line_made_to_nest_without_end_is_a_wrong_one() -> None:
    assert read("[" * 100_000, SONG).reason == "is no JSON"
