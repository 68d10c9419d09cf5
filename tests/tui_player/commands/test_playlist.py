from pathlib import Path

import pytest

from tests.tui_player.conftest import CommandLine
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.store.store import Store
from tui_player.paths import Paths

pytestmark = pytest.mark.usefixtures("library")

LIST = """#EXTM3U
/music/happy/0.flac
#EXTINF:181,The Sad 1 - Sad song 1
/elsewhere/other name.mp3
#EXTINF:200,Nobody - Nothing
/elsewhere/nothing.mp3
"""


@pytest.fixture
def road(tmp_path: Path) -> Path:
    path = tmp_path / "road.m3u8"
    path.write_text(LIST)
    return path


def test_a_playlist_is_imported_and_missing_songs_are_named(
    tui_player: CommandLine, road: Path
) -> None:
    outcome = tui_player("playlist", "import", str(road))
    assert outcome.status == 0
    assert outcome.out == ("road: 2 of 3 songs are in the library\n  not found: Nobody - Nothing\n")
    assert tui_player("playlist", "list").out == "road: 2 songs\n"


def test_import_and_list_print_json(tui_player: CommandLine, road: Path) -> None:
    outcome = tui_player("playlist", "import", str(road), "--json")
    assert outcome.objects == [{"playlist": "road", "found": 2, "missing": ["Nobody - Nothing"]}]
    assert tui_player("playlist", "list", "--json").objects == [{"playlist": "road", "songs": 2}]


def test_importing_again_replaces_the_playlist(tui_player: CommandLine, road: Path) -> None:
    tui_player("playlist", "import", str(road))
    road.write_text("/music/happy/1.flac\n")
    tui_player("playlist", "import", str(road))
    assert tui_player("playlist", "list").out == "road: 1 song\n"


def test_an_unreadable_playlist_does_not_stop_the_others(
    tui_player: CommandLine, road: Path, tmp_path: Path
) -> None:
    outcome = tui_player("playlist", "import", str(tmp_path / "none.pls"), str(road))
    assert outcome.status == 1
    assert outcome.err == f"tui-player: {tmp_path / 'none.pls'}: no such file or directory\n"
    assert "road: 2 of 3" in outcome.out


def test_an_exported_playlist_equals_the_imported_one(
    tui_player: CommandLine, road: Path, tmp_path: Path
) -> None:
    tui_player("playlist", "import", str(road))
    out = tmp_path / "out.xspf"
    assert tui_player("playlist", "export", "road", str(out)).status == 0
    assert "file:///music/happy/0.flac" in out.read_text()
    assert tui_player("playlist", "import", str(out)).out.startswith("out: 2 of 2")


def test_liked_songs_are_a_playlist(tui_player: CommandLine, paths: Paths, tmp_path: Path) -> None:
    with Store.open(paths.library) as store:
        store.record(Feedback(FeedbackKind.LIKE, store.songs()[3].id, at=1.0))
        path = store.songs()[3].path
    tui_player("playlist", "export", "liked", str(tmp_path / "liked.m3u"))
    assert (tmp_path / "liked.m3u").read_text().splitlines()[-1] == path


def test_a_removed_playlist_is_gone_and_its_songs_stay(
    tui_player: CommandLine, road: Path, paths: Paths
) -> None:
    tui_player("playlist", "import", str(road))
    assert tui_player("playlist", "remove", "road").status == 0
    outcome = tui_player("playlist", "export", "road", str(road))
    assert outcome.status == 1
    assert "no such playlist" in outcome.err
    with Store.open(paths.library, read_only=True) as store:
        assert len(store.songs()) == 24


def test_no_playlist_takes_the_name_of_the_liked_songs(
    tui_player: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "liked.m3u8").write_text(LIST)
    outcome = tui_player("playlist", "import", str(tmp_path / "liked.m3u8"))
    assert outcome.status == 1
    assert "rename the file" in outcome.err
    assert tui_player("playlist", "list").out == ""


def test_a_playlist_without_known_songs_is_not_kept(
    tui_player: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "noise.m3u").write_bytes(bytes(range(1, 256)) * 20)
    outcome = tui_player("playlist", "import", str(tmp_path / "noise.m3u"))
    assert outcome.status == 1
    assert len(outcome.err.splitlines()) == 1
    assert tui_player("playlist", "list").out == ""
