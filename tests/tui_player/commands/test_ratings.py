import json
from pathlib import Path

import pytest

from tests.audio_files import write_tags, write_tone
from tests.library.scan.scanning import at, like, scanned
from tests.tui_player.conftest import CommandLine
from tui_player.library.scan.tags import read_tags
from tui_player.library.store.store import Store
from tui_player.paths import Paths


@pytest.fixture
def liked(paths: Paths, tmp_path: Path) -> Path:
    """A library with a liked and an unrated song."""
    path = write_tags(write_tone(tmp_path / "music" / "a.mp3"), title="Says", artist="Nils Frahm")
    write_tone(tmp_path / "music" / "b.flac")
    with Store.open(paths.library) as store:
        scanned(store, path.parent)
        like(store, path)
    return path


def test_exported_ratings_can_be_imported_into_another_library(
    tui_player: CommandLine, liked: Path, paths: Paths, tmp_path: Path
) -> None:
    file = tmp_path / "ratings.jsonl"
    assert tui_player("ratings", "export", str(file)).out == f"{file}: 1 song\n"
    assert json.loads(file.read_text())["rating"] == "like"
    assert file.stat().st_mode & 0o777 == 0o600
    tui_player("rate", str(liked), "clear")
    outcome = tui_player("ratings", "import", str(file), "--json")
    assert outcome.objects == [{"path": str(file), "found": 1, "missing": []}]
    with Store.open(paths.library, read_only=True) as store:
        assert at(store, liked).rating == 1


def test_an_import_replaces_own_ratings_only_with_replace(
    tui_player: CommandLine, liked: Path, paths: Paths, tmp_path: Path
) -> None:
    file = tmp_path / "other.jsonl"
    file.write_text(json.dumps({"path": str(liked), "rating": "dislike", "plays": 4}))
    tui_player("ratings", "import", str(file))
    with Store.open(paths.library, read_only=True) as store:
        assert (at(store, liked).rating, at(store, liked).plays) == (1, 4)
    tui_player("ratings", "import", str(file), "--replace")
    with Store.open(paths.library, read_only=True) as store:
        assert at(store, liked).rating == -1


def test_several_lines_about_a_song_are_merged(
    tui_player: CommandLine, liked: Path, paths: Paths, tmp_path: Path
) -> None:
    other = str(liked.with_name("b.flac"))
    lines = [
        {"path": other, "rating": "like", "plays": 9},
        {"path": other, "rating": None, "plays": 1, "skips": 2},
    ]
    file = tmp_path / "both.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)))
    tui_player("ratings", "import", str(file))
    with Store.open(paths.library, read_only=True) as store:
        song = at(store, Path(other))
        assert (song.rating, song.plays, song.skips) == (1, 9, 2)


def test_data_set_aside_at_opening_is_reported(
    tui_player: CommandLine, liked: Path, paths: Paths, tmp_path: Path
) -> None:
    assert liked.exists()
    (paths.library / "snapshot-000001.json").write_bytes(b"damaged")
    file = tmp_path / "ratings.jsonl"
    file.write_text("")
    assert "is damaged: set aside" in tui_player("ratings", "import", str(file)).err


def test_wrong_lines_are_named_and_do_not_stop_the_others(
    tui_player: CommandLine, liked: Path, tmp_path: Path
) -> None:
    file = tmp_path / "some.jsonl"
    file.write_text(f'nonsense\n{{"path": {json.dumps(str(liked))}, "rating": "like"}}\n')
    outcome = tui_player("ratings", "import", str(file))
    assert outcome.status == 1
    assert outcome.err == f"tui-player: {file}: line 1 is no JSON\n"
    assert outcome.out == f"{file}: 1 of 1 songs are in the library\n"


@pytest.mark.usefixtures("liked")
def test_a_folder_keeps_its_permissions(tui_player: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir(mode=0o755)
    tui_player("ratings", "export", str(folder / "ratings.jsonl"))
    assert folder.stat().st_mode & 0o777 == 0o755


def test_written_tags_do_not_cause_a_new_analysis(
    tui_player: CommandLine, liked: Path, paths: Paths
) -> None:
    assert tui_player("ratings", "write-tags").out == f"{liked}\n"
    with liked.open("rb") as file:
        assert read_tags(file, str(liked)).rating == 1
    with Store.open(paths.library) as store:
        assert at(store, liked).analysis is not None
        assert scanned(store, liked.parent).unchanged == 2


def test_an_untaggable_song_is_named(tui_player: CommandLine, liked: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.mp3"
    outcome = tui_player("ratings", "write-tags", str(other), str(liked))
    assert outcome.status == 1
    assert outcome.err.startswith(f"tui-player: {other}: not in the library")
    assert outcome.out == f"{liked}\n"
