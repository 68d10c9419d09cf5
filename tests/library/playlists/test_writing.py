import os
from pathlib import Path

import pytest

from tui_player.errors import PlaylistError
from tui_player.library.playlists import read_playlist, write_playlist
from tui_player.library.song import DurationMs, Song, SongId, Tags

NAMES = [b"plain.mp3", "Jóga.mp3".encode(), b"caf\xe9.mp3", b"100% #1 [x]; a=b.mp3", b"#first.mp3"]


def song_at(path: str, title: str = "Title", artist: str = "Artist") -> Song:
    tags = Tags(title, artist, "Album", duration_ms=DurationMs(61_000))
    return Song(SongId(1), path, 1, 1, "", tags)


@pytest.mark.parametrize("relative", [False, True])
@pytest.mark.parametrize("suffix", [".m3u8", ".m3u", ".pls", ".xspf"])
def test_written_playlists_can_be_read(tmp_path: Path, suffix: str, relative: bool) -> None:
    songs = [song_at(os.path.join(tmp_path, "music", os.fsdecode(name))) for name in NAMES]  # noqa: PTH118
    path = tmp_path / f"list{suffix}"
    write_playlist(path, songs, relative=relative)
    entries = read_playlist(path)
    for song, entry in zip(songs, entries, strict=True):
        assert song.path in entry.paths
        assert (entry.title, entry.artist) == ("Title", "Artist")
        assert entry.duration_ms == 61_000


@pytest.mark.parametrize("suffix", [".m3u8", ".pls", ".xspf"])
def test_odd_tags_do_not_break_lines_or_elements(tmp_path: Path, suffix: str) -> None:
    songs = [
        song_at("/a.mp3", "One\nFile9=x\r#EXTM3U\x1b[31m", "</track>\udcff"),
        song_at("/b.mp3"),
    ]
    write_playlist(tmp_path / f"list{suffix}", songs)
    assert [entry.paths[0] for entry in read_playlist(tmp_path / f"list{suffix}")] == [
        "/a.mp3",
        "/b.mp3",
    ]


@pytest.mark.parametrize("suffix", [".m3u8", ".pls", ".xspf"])
def test_a_folder_that_looks_like_a_url_or_comment_is_written_as_a_folder(
    tmp_path: Path, suffix: str
) -> None:
    songs = [song_at(str(tmp_path / folder / "01.mp3")) for folder in ("Re:Zero", "#1")]
    write_playlist(tmp_path / f"list{suffix}", songs, relative=True)
    entries = read_playlist(tmp_path / f"list{suffix}")
    assert [entry.paths[0] for entry in entries] == [song.path for song in songs]


def test_a_name_with_a_line_break_needs_xspf(tmp_path: Path) -> None:
    songs = [song_at("/two\nlines.mp3")]
    with pytest.raises(PlaylistError, match="XSPF"):
        write_playlist(tmp_path / "a.m3u8", songs)
    assert not (tmp_path / "a.m3u8").exists()
    write_playlist(tmp_path / "a.xspf", songs)
    assert songs[0].path in read_playlist(tmp_path / "a.xspf")[0].paths


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    with pytest.raises(PlaylistError, match="no such file"):
        write_playlist(tmp_path / "none" / "a.m3u8", [])
