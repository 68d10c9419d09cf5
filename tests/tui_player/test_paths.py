"""Files are private and written atomically."""

import os
import stat
from dataclasses import replace
from pathlib import Path

from tui_player.paths import (
    Paths,
    make_private_directory,
    typed_path,
    write_file,
    write_private_file,
)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_home_holds_all_three_directories(tmp_path: Path) -> None:
    paths = Paths.under(tmp_path)
    for path in (paths.config_file, paths.library, paths.session_file):
        assert path.is_relative_to(tmp_path)


def test_each_listener_has_a_session_in_the_same_home(tmp_path: Path) -> None:
    main = Paths.under(tmp_path)
    files = {replace(main, profile=name).session_file for name in ("", "anna", "../anna", "a/b")}
    assert len(files) == 4
    assert {path.parent for path in files} == {main.state}


def test_directories_are_private_even_when_they_were_not(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir(mode=0o755)
    assert mode(make_private_directory(tmp_path / "state")) == 0o700


def test_files_are_private_and_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "state" / "session.json"
    write_private_file(path, b"first")
    write_private_file(path, b"second")
    assert path.read_bytes() == b"second"
    assert mode(path) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["session.json"]


def test_the_home_of_an_unknown_user_is_kept_in_a_path() -> None:
    assert typed_path("~no-such-user/music") == Path("~no-such-user/music")
    assert typed_path("~/music").is_absolute()


def test_the_file_behind_a_link_is_replaced_and_a_device_is_written_to(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    link.symlink_to(real)
    write_file(link, b"content")
    assert link.is_symlink()
    assert real.read_bytes() == b"content"
    read, write = os.pipe()
    write_file(Path(f"/dev/fd/{write}"), b"through")
    assert os.read(read, 99) == b"through"
    os.close(read)
    os.close(write)
