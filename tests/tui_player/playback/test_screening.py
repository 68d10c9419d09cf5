"""Files that libVLC must not open."""

import os
from pathlib import Path

import pytest

from tui_player.playback.screening import refusal_reason


@pytest.mark.parametrize(
    "content",
    [
        b"fLaC\x00\x00\x00\x22",
        b"OggS\x00\x02",
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
        b"\x00\x00\x00\x20ftypM4A ",
        b"\xff\xfb\x90\x64\x00",
        b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) + b"\xff\xfb\x90\x64\x00",
        bytes(2000) + b"\xff\xfb\x90\x64",
    ],
)
def test_music_is_accepted(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "song"
    path.write_bytes(content)
    assert refusal_reason(str(path)) is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x1f\x8b\x08\x00", "archive"),
        (b"PK\x03\x04\x14\x00", "archive"),
        (b"<MPD \x00\x01>", "text"),
        ("#EXTM3U\nx".encode("utf-16"), "text"),
        (b"\x01\x02<manifest xmlns=", "text"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x02\x00\x00ID3\x04\x00\x00\x00\x00\x00\x00#EXTM3U", "text"),
        (b"ID3\x04\x00\x00\x00\x00\x10\x00" + bytes(2048) + b"#EXTM3U\n", "text"),
        (b"APETAGEX\xd0\x07\x00\x00\x04" + bytes(23) + b"#EXTM3U\n", "text"),
    ],
)
def test_playlists_and_archives_are_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "song.mp3"
    path.write_bytes(content)
    assert words in (refusal_reason(str(path)) or "")


def test_folders_and_missing_files_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal_reason(str(tmp_path / "pipe")) == "it is not a file"
    assert refusal_reason(str(tmp_path)) == "it is not a file"
    assert refusal_reason(str(tmp_path / "none")) == "the file is not there"
    assert "can't be read" in (refusal_reason("nul\0byte") or "")
