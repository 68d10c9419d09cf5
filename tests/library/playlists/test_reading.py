import os
from dataclasses import replace
from pathlib import Path

import pytest

from tui_player.errors import PlaylistError
from tui_player.library.playlists import Entry, Matcher, read_playlist
from tui_player.library.song import DurationMs


def written(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def only(path: Path) -> Entry:
    (entry,) = read_playlist(path)
    return entry


class TestM3u:
    def test_title_artist_album_and_duration_are_read(self, tmp_path: Path) -> None:
        text = "#EXTM3U\n#EXTALB:Spaces\n#EXTINF:500,Nils Frahm - Says\n/music/says.flac\n"
        entry = only(written(tmp_path, "a.m3u8", text))
        assert (entry.artist, entry.title, entry.album) == ("Nils Frahm", "Says", "Spaces")
        assert entry.duration_ms == 500_000
        assert entry.paths == ("/music/says.flac",)

    def test_a_plain_list_of_files_is_read(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a.m3u", "one.mp3\r\n\r\n# remark\r\nsub/../two.mp3\r\n")
        one, two = read_playlist(path)
        assert one.paths == (str(tmp_path / "one.mp3"),)
        assert two.paths == (str(tmp_path / "two.mp3"),)
        assert one.name == "one.mp3"

    def test_attributes_and_odd_durations_are_tolerated(self, tmp_path: Path) -> None:
        text = '#EXTINF:-1 tvg-id="x",Only a title\na.mp3\n#EXTINF:12.5,\nb.mp3\n#EXTINF:,\nc.mp3\n'
        first, second, third = read_playlist(written(tmp_path, "a.m3u", text))
        assert (first.title, first.artist, first.duration_ms) == ("Only a title", "", None)
        assert second.duration_ms == 12_500
        assert third.duration_ms is None

    def test_windows_paths_are_relative_to_the_folder(self, tmp_path: Path) -> None:
        entry = only(written(tmp_path, "a.m3u", "Artist\\Album\\song.mp3\n"))
        assert str(tmp_path / "Artist/Album/song.mp3") in entry.paths

    def test_a_stream_has_no_path(self, tmp_path: Path) -> None:
        entry = only(written(tmp_path, "a.m3u", "http://example.org/radio.mp3\n"))
        assert entry.paths == ()
        assert entry.name == "http://example.org/radio.mp3"


def test_malicious_text_is_read_quickly(tmp_path: Path) -> None:
    """Each would take minutes in quadratic time."""
    blanks = " " * 300_000
    assert read_playlist(written(tmp_path, "a.m3u", f"#EXTINF:{blanks}\n")) == []
    assert read_playlist(written(tmp_path, "a.pls", f"File1{blanks}x\n")) == []
    entry = only(written(tmp_path, "b.pls", f"  File1 = a.mp3{blanks}x{blanks}\n"))
    assert entry.paths[0].startswith(str(tmp_path / "a.mp3"))
    title = f"Says (live{blanks}"
    assert Matcher([]).find(replace(entry, title=title, artist=f"x{blanks}y")) is None


def test_an_invalid_duration_loses_only_the_duration(tmp_path: Path) -> None:
    text = "Track Name,Artist Name,Duration\nSays,Nils Frahm,3:2²\nAmbre,Nils Frahm,3:20\n"
    one, other = read_playlist(written(tmp_path, "a.csv", text))
    assert (one.duration_ms, other.duration_ms) == (None, 200_000)


def test_xml_entities_are_refused_in_any_encoding(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><playlist/>'
    with pytest.raises(PlaylistError, match="entities"):
        read_playlist(written(tmp_path, "a.xspf", text.encode("utf-16")))


class TestEncodings:
    def test_windows_1252_text_has_two_possible_names(self, tmp_path: Path) -> None:
        entry = only(written(tmp_path, "a.m3u", b"caf\xe9.mp3\n"))
        assert entry.paths == (
            str(tmp_path / os.fsdecode(b"caf\xe9.mp3")),
            str(tmp_path / "café.mp3"),
        )

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
    def test_byte_order_marks_set_the_encoding(self, tmp_path: Path, encoding: str) -> None:
        content = "#EXTINF:1,Björk - Jóga\nJóga.mp3\n".encode(encoding)
        entry = only(written(tmp_path, "a.m3u8", content))
        assert (entry.artist, entry.paths) == ("Björk", (str(tmp_path / "Jóga.mp3"),))


class TestPls:
    def test_entries_are_ordered_by_number(self, tmp_path: Path) -> None:
        text = (
            "[playlist]\nFile2=/m/two.ogg\nTitle2=Two\nfile1 = /m/one.ogg\nTITLE1=Ann - One\n"
            "Length1=61\nLength2=-1\nTitle3=no file\nNumberOfEntries=2\nVersion=2\n"
        )
        one, two = read_playlist(written(tmp_path, "a.pls", text))
        assert (one.paths, one.artist, one.title) == (("/m/one.ogg",), "Ann", "One")
        assert (one.duration_ms, two.duration_ms) == (61_000, None)
        assert (two.artist, two.title) == ("", "Two")


class TestXspf:
    def test_uris_become_paths(self, tmp_path: Path) -> None:
        text = (
            '<?xml version="1.0" encoding="UTF-8"?><playlist version="1" '
            'xmlns="http://xspf.org/ns/0/"><trackList><track>'
            "<location>file:///m/caf%C3%A9%20%231.mp3</location><title>T &amp; U</title>"
            "<creator>C</creator><album>A</album><duration>1500</duration></track>"
            "<track><location>sub/b%FF.mp3</location></track>"
            "<track><location>plain name.mp3</location></track>"
            "<track><title>no file</title></track></trackList></playlist>"
        )
        first, second, third, fourth = read_playlist(written(tmp_path, "a.xspf", text))
        assert first.paths == ("/m/café #1.mp3",)
        assert (first.title, first.artist, first.album) == ("T & U", "C", "A")
        assert first.duration_ms == 1500
        assert second.paths[0] == str(tmp_path / os.fsdecode(b"sub/b\xff.mp3"))
        assert str(tmp_path / "plain name.mp3") in third.paths
        assert (fourth.paths, fourth.title) == ((), "no file")

    @pytest.mark.parametrize(
        "text",
        [
            "<playlist",
            '<!DOCTYPE a [<!ENTITY b "c">]><playlist/>',
            '<?xml version="1.0" encoding="nonsense"?><playlist/>',
        ],
    )
    def test_invalid_xml_gives_a_one_line_error(self, tmp_path: Path, text: str) -> None:
        with pytest.raises(PlaylistError) as caught:
            read_playlist(written(tmp_path, "a.xspf", text))
        assert str(tmp_path / "a.xspf") in str(caught.value)
        assert "\n" not in str(caught.value)


class TestStreamingExports:
    @pytest.mark.parametrize(
        "text",
        [
            "Track Name,Artist Name(s),Album Name,Duration (ms)\nSays,Nils Frahm,Spaces,5000\n",
            "title;artist;album;duration\nSays;Nils Frahm;Spaces;0:05\n",
            "Album\tDuration (ms)\tArtists\tName\nSpaces\t5000\tNils Frahm\tSays\n",
        ],
    )
    def test_common_headings_are_known(self, tmp_path: Path, text: str) -> None:
        entry = only(written(tmp_path, "a.csv", text))
        length = DurationMs(5000)
        assert entry == Entry(title="Says", artist="Nils Frahm", album="Spaces", duration_ms=length)

    def test_quotes_short_rows_and_unknown_columns_are_read(self, tmp_path: Path) -> None:
        text = '"Track Name","Added By","Artist Name(s)"\n"One, two",me,"A, B"\nshort\n,me,nobody\n'
        one, short = read_playlist(written(tmp_path, "a.csv", text))
        assert (one.title, one.artist) == ("One, two", "A, B")
        assert (short.title, short.artist) == ("short", "")

    def test_a_table_without_titles_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(PlaylistError, match="track names"):
            read_playlist(written(tmp_path, "a.csv", "date,amount\n1,2\n"))


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PlaylistError, match="no playlist"):
        read_playlist(written(tmp_path, "a.txt", "x"))
    with pytest.raises(PlaylistError, match="no such file"):
        read_playlist(tmp_path / "none.m3u")


@pytest.mark.parametrize("suffix", [".m3u", ".m3u8", ".pls", ".xspf", ".csv"])
def test_random_content_gives_entries_or_a_one_line_error(tmp_path: Path, suffix: str) -> None:
    for content in (b"", b"\xff\xfe", b"\0" * 50, bytes(range(256)) * 8, b"\n\n\n", b"#EXTINF:,"):
        try:
            read_playlist(written(tmp_path, f"a{suffix}", content))
        except PlaylistError as error:
            assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
