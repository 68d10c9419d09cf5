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


def test_an_exported_line_can_be_imported() -> None:
    text = to_line(SONG)
    assert text is not None
    assert "\n" not in text
    line = read(text, SONG)
    assert (line.song, line.history) == (SONG.id, History(1, 3, 1, 99.5))


def test_songs_without_a_history_have_no_line() -> None:
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
def test_one_way_to_find_the_song_is_enough(values: dict[str, str]) -> None:
    line = read(json.dumps({"rating": "dislike", **values}), SONG)
    assert (line.song, line.history.rating) == (SONG.id, -1)


def test_a_song_that_is_not_in_the_library_is_named() -> None:
    line = read('{"title": "Other", "artist": "Somebody", "rating": "like"}', SONG)
    assert (line.song, line.name) == (None, "Somebody - Other")


@pytest.mark.parametrize("text", ["nonsense", "[1]", '{"rating": 5}', '{"rating": []}', "null"])
def test_an_invalid_line_has_a_reason(text: str) -> None:
    assert read(text, SONG).reason


def test_an_invalid_field_counts_as_unknown() -> None:
    text = '{"path": 5, "fingerprint": "print", "plays": -3, "skips": "x", "last_played_at": true}'
    assert read(text, SONG).history == History()


def test_empty_lines_are_skipped() -> None:
    assert list(Importer([SONG]).read(["", "  \n"])) == []


def test_the_copy_at_the_path_is_found() -> None:
    copies = [SONG, replace(SONG, id=SongId(8), path="/music/copy.flac")]
    for copy in copies:
        assert (
            read(json.dumps({"fingerprint": "print", "path": copy.path}), *copies).song == copy.id
        )
    assert read('{"fingerprint": "print"}', *copies).song in {copy.id for copy in copies}


def test_a_present_copy_comes_before_a_missing_one() -> None:
    gone = replace(SONG, missing=True)
    there = replace(SONG, id=SongId(8), path="/music/copy.flac")
    retagged = replace(there, id=SongId(9), content_hash="another")
    line = json.dumps({"fingerprint": "print", "path": SONG.path})
    assert read(line, gone, there).song == there.id
    assert read(line, gone).song == gone.id
    named = json.dumps({"path": SONG.path, "title": "Says", "artist": "Nils Frahm"})
    assert read(named, gone, retagged).song == retagged.id


def test_a_line_with_very_deep_nesting_is_invalid() -> None:
    assert read("[" * 100_000, SONG).reason == "is no JSON"
