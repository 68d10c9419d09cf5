from pathlib import Path
from typing import Any

import mutagen.id3
import pytest

from tests.audio_files import write_tags, write_tone
from tui_player.errors import AudioError
from tui_player.library.song import Tags
from tui_player.library.tag_writing import write_feedback
from tui_player.library.tags import read_tags

TAGGED = (".mp3", ".flac", ".ogg", ".opus", ".m4a", ".wav", ".aiff", ".wma")


def tags_of(path: Path) -> Tags:
    with path.open("rb") as file:
        return read_tags(file, str(path))


@pytest.mark.parametrize("suffix", TAGGED)
def test_what_is_written_is_read_again_and_the_rest_stays(tmp_path: Path, suffix: str) -> None:
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


def test_a_file_that_can_not_be_tagged_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"no audio at all" * 100)
    with pytest.raises(AudioError):
        write_feedback(str(path), 1, 1)
    assert path.read_bytes() == b"no audio at all" * 100
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(AudioError, match="no such file"):
        write_feedback(str(tmp_path / "none.mp3"), 1, 1)
