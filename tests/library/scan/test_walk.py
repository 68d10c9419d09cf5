"""Walks over folders with links, odd names and unreadable files."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tui_player.library.scan.walk import Walk, is_below, is_below_any, is_gone


def names(walk: Walk, folder: Path) -> list[str]:
    return [os.path.relpath(found.path, folder) for found in walk.files(str(folder))]


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def test_audio_files_are_found_by_suffix_in_any_case(tmp_path: Path) -> None:
    for name in ("b.MP3", "a.flac", "cover.jpg", "mp3", "sub/c.Opus"):
        touch(tmp_path / name)
    assert names(Walk(), tmp_path) == ["a.flac", "b.MP3", "sub/c.Opus"]


def test_size_and_modification_time_are_reported(tmp_path: Path) -> None:
    path = touch(tmp_path / "a.mp3")
    os.utime(path, ns=(1, 123_456_789))
    (found,) = Walk().files(str(tmp_path))
    assert (found.path, found.size_bytes, found.mtime_ns) == (str(path), 1, 123_456_789)


def test_hidden_files_and_folders_are_skipped_below_a_hidden_root(tmp_path: Path) -> None:
    root = tmp_path / ".music"
    for name in ("a.mp3", "._a.mp3", ".trash/b.mp3"):
        touch(root / name)
    assert names(Walk(), root) == ["a.mp3"]


def test_loops_of_links_end_and_real_paths_come_first(tmp_path: Path) -> None:
    touch(tmp_path / "z/real.mp3")
    (tmp_path / "a-link").symlink_to(tmp_path / "z")
    (tmp_path / "z/loop").symlink_to(tmp_path)
    assert names(Walk(), tmp_path) == ["z/real.mp3"]


def test_linked_folders_elsewhere_are_followed(tmp_path: Path) -> None:
    touch(tmp_path / "elsewhere/a.mp3")
    (tmp_path / "music").mkdir()
    (tmp_path / "music/link").symlink_to(tmp_path / "elsewhere")
    assert names(Walk(), tmp_path / "music") == ["link/a.mp3"]


def test_nested_folders_are_walked_once(tmp_path: Path) -> None:
    touch(tmp_path / "sub/a.mp3")
    walk = Walk()
    assert names(walk, tmp_path) == ["sub/a.mp3"]
    assert names(walk, tmp_path / "sub") == []


def test_names_that_are_not_utf8_are_found(tmp_path: Path) -> None:
    touch(tmp_path / os.fsdecode(b"caf\xe9.mp3"))
    assert names(Walk(), tmp_path) == ["caf\udce9.mp3"]


def test_a_single_file_can_be_walked(tmp_path: Path) -> None:
    path = touch(tmp_path / "a.mp3")
    assert [found.path for found in Walk().files(str(path))] == [str(path)]


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    walk = Walk()
    assert names(walk, tmp_path / "no") == []
    assert walk.failures == [(str(tmp_path / "no"), "no such file or directory")]
    assert walk.walked_roots == []


def test_broken_links_and_pipes_are_reported(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").symlink_to("nothing")
    os.mkfifo(tmp_path / "b.mp3")
    walk = Walk()
    assert names(walk, tmp_path) == []
    assert [reason for _path, reason in walk.failures] == [
        "no such file or directory",
        "not a regular file",
    ]


def test_unreadable_folders_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path / "closed/a.mp3")
    touch(tmp_path / "open/b.mp3")
    scandir = os.scandir

    def refuse(path: str) -> "os._ScandirIterator[str]":
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    walk = Walk()
    assert names(walk, tmp_path) == ["open/b.mp3"]
    assert walk.failures == [(str(tmp_path / "closed"), "permission denied")]


def test_a_walk_can_be_stopped(tmp_path: Path) -> None:
    touch(tmp_path / "sub/a.mp3")
    assert names(Walk(lambda: True), tmp_path) == []


def test_only_files_that_surely_do_not_exist_are_gone(tmp_path: Path) -> None:
    path = touch(tmp_path / "a")
    assert not is_gone(str(path))
    assert is_gone(str(tmp_path / "b"))
    assert is_gone(str(path / "below-a-file"))
    (tmp_path / "link").symlink_to("b")
    assert is_gone(str(tmp_path / "link"))


@pytest.mark.parametrize("below", [is_below, lambda path, root: is_below_any(path, {root, "/x"})])
def test_a_folder_with_the_same_prefix_is_not_below(below: Callable[[str, str], bool]) -> None:
    assert below("/music/a.mp3", "/music")
    assert below("/music", "/music")
    assert below("/music", "/")
    assert not below("/music2/a.mp3", "/music")
