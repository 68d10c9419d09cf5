import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tui_player.conftest import CommandLine
from tests.tui_player.songs import song
from tui_player.library.song import Song
from tui_player.library.store.store import Store
from tui_player.paths import Paths


@pytest.fixture
def music(tmp_path: Path, home: Path) -> Path:
    """A folder of two songs, one with a name that is not UTF-8, both in the library."""
    folder = tmp_path / "music"
    folder.mkdir()
    names = [folder / "plain.ogg", Path(os.fsdecode(bytes(folder) + b"/caf\xe9.ogg"))]
    for name in names:
        name.touch()
    with Store.open(Paths.under(home).library) as store:
        store.put([song(0, path=str(name)) for name in names])
    return folder


def stored(home: Path, path: Path) -> Song:
    with Store.open(Paths.under(home).library, read_only=True) as store:
        found = store.by_path(str(path))
    assert found is not None
    return found


def test_a_rating_is_stored_and_printed(tui_player: CommandLine, home: Path, music: Path) -> None:
    path = music / "plain.ogg"
    outcome = tui_player("rate", str(path), "like", "--json")
    assert (outcome.status, outcome.objects) == (0, [{"path": str(path), "rating": "like"}])
    assert stored(home, path).rating == 1


@pytest.mark.parametrize(("rating", "value"), [("like", 1), ("dislike", -1), ("clear", 0)])
def test_each_rating_has_its_value(
    tui_player: CommandLine, home: Path, music: Path, rating: str, value: int
) -> None:
    path = music / "plain.ogg"
    tui_player("rate", str(path), "dislike" if rating == "like" else "like")
    outcome = tui_player("rate", str(path), rating, "--json")
    assert outcome.objects[0]["rating"] == rating
    assert stored(home, path).rating == value


def test_a_rating_belongs_to_its_profile(tui_player: CommandLine, home: Path, music: Path) -> None:
    path = music / "plain.ogg"
    assert tui_player("--profile", "anna", "rate", str(path), "dislike").status == 0
    assert stored(home, path).rating == 0
    with Store.open(Paths.under(home).library, read_only=True, profile="anna") as store:
        assert [song.rating for song in store.songs()] == [-1, 0]


def test_a_relative_path_finds_the_song(
    tui_player: CommandLine, music: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(music)
    assert tui_player("rate", "../music/plain.ogg", "like").status == 0


def test_a_path_through_a_symlink_finds_the_song(
    tui_player: CommandLine, music: Path, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to(music)
    assert tui_player("rate", str(tmp_path / "link" / "plain.ogg"), "like").status == 0


def test_the_real_path_of_a_song_scanned_through_a_symlink_finds_it(
    tui_player: CommandLine, music: Path, tmp_path: Path, home: Path
) -> None:
    (tmp_path / "link").symlink_to(music)
    through_link = tmp_path / "link" / "plain.ogg"
    with Store.open(Paths.under(home).library) as store:
        known = store.by_path(str(music / "plain.ogg"))
        assert known is not None
        store.put([replace(known, path=str(through_link))])
    assert tui_player("rate", str(music / "plain.ogg"), "like").status == 0
    assert stored(home, through_link).rating == 1


def test_a_name_that_is_not_utf_8_finds_the_song(tui_player: CommandLine, music: Path) -> None:
    path = os.fsdecode(bytes(music) + b"/caf\xe9.ogg")
    outcome = tui_player("rate", path, "dislike", "--json")
    assert "caf\\udce9.ogg" in outcome.out
    assert outcome.objects == [{"path": path, "rating": "dislike"}]


def test_a_name_with_a_leading_dash_is_taken_after_two_dashes(tui_player: CommandLine) -> None:
    outcome = tui_player("rate", "--", "-odd.ogg", "like")
    assert outcome.status == 1
    assert outcome.err.startswith("tui-player: -odd.ogg: not in the library")


@pytest.mark.usefixtures("music")
def test_a_song_not_in_the_library_is_named(tui_player: CommandLine) -> None:
    outcome = tui_player("rate", "/elsewhere/plain.ogg", "like")
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err.startswith("tui-player: /elsewhere/plain.ogg: not in the library")


def test_a_rating_creates_no_library(tui_player: CommandLine, home: Path) -> None:
    assert tui_player("rate", "song.ogg", "like").status == 1
    assert not home.exists()
