import errno
import shutil
from pathlib import Path
from typing import Any

import mutagen.id3
import pytest

from tests.audio_files import write_tags, write_tone
from tui_player.errors import AudioError
from tui_player.library.scan.tag_writing import write_feedback
from tui_player.library.scan.tags import read_tags
from tui_player.library.song import Tags

TAGGED = (".mp3", ".flac", ".ogg", ".opus", ".m4a", ".wav", ".aiff", ".wma")


def tags_of(path: Path) -> Tags:
    with path.open("rb") as file:
        return read_tags(file, str(path))


@pytest.mark.parametrize("suffix", TAGGED)
def test_written_tags_can_be_read_and_other_tags_stay(tmp_path: Path, suffix: str) -> None:
    path = write_tone(tmp_path / f"a{suffix}")
    if suffix not in {".wav", ".aiff"}:  # which mutagen has no easy names for
        write_tags(path, title="Says")
    before = tags_of(path)
    write_feedback(str(path), 1, 12)
    assert (tags_of(path).rating, tags_of(path).plays) == (1.0, 12)
    write_feedback(str(path), -1, 12)
    assert (tags_of(path).rating or 1) <= 0.2
    write_feedback(str(path), 0, 0)
    assert tags_of(path) == before


def test_other_players_ratings_stay(tmp_path: Path) -> None:
    path = write_tags(write_tone(tmp_path / "a.mp3"), title="Says")
    id3: Any = mutagen.id3
    tags = id3.ID3(path)
    tags.add(id3.POPM(email="other", rating=64, count=3))
    tags.save()
    write_feedback(str(path), 1, 1)
    assert id3.ID3(path)["POPM:other"].rating == 64


def test_a_file_that_can_not_be_tagged_is_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"no audio at all" * 100)
    with pytest.raises(AudioError):
        write_feedback(str(path), 1, 1)
    assert path.read_bytes() == b"no audio at all" * 100
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(AudioError, match="no such file"):
        write_feedback(str(tmp_path / "none.mp3"), 1, 1)


def test_the_target_of_a_link_is_tagged(tmp_path: Path) -> None:
    path = write_tags(write_tone(tmp_path / "a.mp3"), title="Says")
    link = tmp_path / "best.mp3"
    link.symlink_to(path)
    write_feedback(str(link), 1, 2)
    assert link.is_symlink()
    assert tags_of(path).rating == 1.0


def test_a_file_with_the_longest_possible_name_is_tagged(tmp_path: Path) -> None:
    path = write_tone(tmp_path / f"{'x' * 251}.mp3")
    write_feedback(str(path), 1, 2)
    assert tags_of(path).rating == 1.0
    assert list(tmp_path.iterdir()) == [path]


def test_a_read_only_folder_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mounting read-only needs privileges, so the system call is replaced here."""
    path = write_tone(tmp_path / "a.mp3")

    def read_only(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(shutil, "copy2", read_only)
    monkeypatch.setattr(Path, "unlink", read_only)
    with pytest.raises(AudioError, match="read-only file system"):
        write_feedback(str(path), 1, 1)
