from dataclasses import replace

import pytest

from tui_player.library.playlists import Entry, Matcher
from tui_player.library.song import DurationMs, Song, SongId, Tags


def song(number: int, title: str, artist: str, album: str = "", seconds: int = 200) -> Song:
    tags = Tags(title, artist, album, duration_ms=DurationMs(seconds * 1000))
    return Song(SongId(number), f"/music/{number}.mp3", 1, 1, "", tags)


def entry(title: str, artist: str, album: str = "", seconds: int | None = 200) -> Entry:
    length = None if seconds is None else DurationMs(seconds * 1000)
    return Entry(title=title, artist=artist, album=album, duration_ms=length)


def found(songs: list[Song], wanted: Entry) -> int | None:
    song = Matcher(songs).find(wanted)
    return None if song is None else song.id


def test_a_path_is_enough_to_find_a_song() -> None:
    songs = [song(1, "Other", "Other"), song(2, "Says", "Nils Frahm")]
    wanted = replace(entry("Says", "Nils Frahm"), paths=("/x.mp3", "/music/1.mp3"))
    assert found(songs, wanted) == 1


@pytest.mark.parametrize(
    ("title", "artist"),
    [
        ("says", "NILS FRAHM"),
        ("Says - 2013 Remaster", "Nils Frahm"),
        ("Says (feat. Nobody)", "Nils Frahm, Nobody"),
        ("Säys", "Nils Frähm"),
        ("Says", "Somebody & Nils Frahm"),
    ],
)
def test_spelling_and_additions_to_titles_are_ignored(title: str, artist: str) -> None:
    assert found([song(1, "Says", "Nils Frahm")], entry(title, artist)) == 1


def test_a_typing_error_is_tolerated() -> None:
    songs = [song(1, "Everything in Its Right Place", "Radiohead")]
    assert found(songs, entry("Everything In It's Right Place", "Radiohead")) == 1


@pytest.mark.parametrize(
    "wanted",
    [
        entry("Hurt", "Johnny Cash"),
        entry("Hurt", "Nine Inch Nails", seconds=600),
        entry("Hut", "Nine Inch Nails", seconds=400),
        entry("Heart", "Nine Inch Nailers of Paris"),
    ],
)
def test_another_recording_does_not_match(wanted: Entry) -> None:
    assert found([song(1, "Hurt", "Nine Inch Nails", seconds=370)], wanted) is None


def test_album_and_then_duration_decide_between_releases() -> None:
    songs = [
        song(1, "Says", "Nils Frahm", "Best of", 199),
        song(2, "Says", "Nils Frahm", "Spaces", 196),
        song(3, "Says", "Nils Frahm", "Spaces", 201),
    ]
    assert found(songs, entry("Says", "Nils Frahm", "spaces")) == 3
    assert found(songs, entry("Says", "Nils Frahm", "Best Of")) == 1
    missing_one = [replace(songs[2], missing=True), songs[1]]
    assert found(missing_one, entry("Says", "Nils Frahm", "Spaces")) == 2


def test_a_moved_file_is_found_by_its_unique_name() -> None:
    wanted = Entry(paths=("/old place/1.mp3",), location="1.mp3")
    one = song(1, "One", "A")
    assert found([one, song(2, "Two", "B")], wanted) == 1
    assert found([one, replace(one, id=SongId(3), path="/other/1.mp3")], wanted) is None
    assert found([one], replace(wanted, duration_ms=DurationMs(20_000))) is None


def test_an_entry_without_a_song_is_named() -> None:
    (match,) = Matcher([]).match([entry("Says", "Nils Frahm")])
    assert match.song is None
    assert match.entry.name == "Nils Frahm - Says"


def test_a_present_song_comes_before_the_missing_one_at_the_path() -> None:
    gone, there = (
        replace(song(1, "Says", "Nils Frahm"), missing=True),
        song(2, "Says", "Nils Frahm"),
    )
    wanted = replace(entry("Says", "Nils Frahm"), paths=("/music/1.mp3",))
    assert found([gone, there], wanted) == 2
    assert found([gone], wanted) == 1
    elsewhere = replace(there, tags=there.tags._replace(album="Live in Tokyo"))
    studio = replace(gone, tags=gone.tags._replace(album="Spaces"))
    assert found([studio, elsewhere], wanted) == 1, "that is another recording"


def test_a_path_of_a_windows_drive_matches_by_file_name() -> None:
    wanted = Entry(paths=("/playlists/D:\\Music\\Nils Frahm\\2.mp3",))
    assert found([song(1, "Says", "Nils Frahm"), song(2, "Ambre", "Nils Frahm")], wanted) == 2
