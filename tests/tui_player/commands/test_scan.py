import errno
import os
from pathlib import Path
from typing import Any

import pytest

from tests.tui_player.conftest import CommandLine
from tui_player.commands.scan import ProgressLine
from tui_player.library.scan import scan as library_scan
from tui_player.library.scan.scan import ScanProgress, ScanReport
from tui_player.library.store.store import Store
from tui_player.paths import Paths


@pytest.fixture
def scanned(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Folders of the scans, which are replaced by a fake."""
    folders: list[Path] = []

    def scan(store: Store, wanted: list[Path], **_options: object) -> ScanReport:
        folders.extend(wanted)
        for path in wanted:
            store.add_folder(str(path))
        failures = [(str(path), "not audio") for path in wanted if path.name == "broken"]
        return ScanReport(2, 1, 3, 0, len(failures), 1.234, failures)

    monkeypatch.setattr(library_scan, "scan", scan)
    return folders


def test_the_last_line_counts_added_updated_and_failed_files(
    tui_player: CommandLine, scanned: list[Path], tmp_path: Path
) -> None:
    outcome = tui_player("scan", str(tmp_path), "--json")
    assert outcome.status == 0
    assert outcome.out == (
        '{"added": 2, "updated": 1, "unchanged": 3, "removed": 0, "failed": 0, "seconds": 1.23}\n'
    )
    assert scanned == [tmp_path]


def test_a_failed_file_is_named_with_the_reason(
    tui_player: CommandLine, scanned: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "broken").mkdir()
    outcome = tui_player("scan", str(tmp_path / "broken"))
    assert outcome.status == 1
    assert f"{scanned[0]}: not audio" in outcome.err
    assert outcome.out == "2 added, 1 updated, 3 unchanged, 0 removed, 1 failed in 1.2 s\n"


def test_a_missing_folder_is_named_and_the_others_are_scanned(
    tui_player: CommandLine, scanned: list[Path], tmp_path: Path
) -> None:
    outcome = tui_player("scan", str(tmp_path / "none"), str(tmp_path))
    assert outcome.status == 1
    assert f"{tmp_path / 'none'}: no such folder" in outcome.err
    assert scanned == [tmp_path]


def test_a_folder_without_permission_does_not_stop_the_others(
    tui_player: CommandLine,
    scanned: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Root may read all folders, so the system's refusal is faked."""
    sealed = tmp_path / "sealed" / "music"
    stat = os.stat

    def forbidden(path: Any, **how: Any) -> os.stat_result:
        if str(path) == str(sealed):
            raise PermissionError(errno.EACCES, "Permission denied")
        return stat(path, **how)

    monkeypatch.setattr(os, "stat", forbidden)
    outcome = tui_player("scan", str(sealed), "x" * 300, str(tmp_path), "--json")
    assert outcome.status == 1
    assert f"{sealed}: permission denied\n" in outcome.err
    assert "file name too long" in outcome.err
    assert scanned == [tmp_path]


def test_a_scan_without_a_folder_scans_the_known_folders(
    tui_player: CommandLine, scanned: list[Path], tmp_path: Path
) -> None:
    assert tui_player("scan", str(tmp_path)).status == 0
    assert tui_player("scan").status == 0
    assert scanned == [tmp_path, tmp_path]


@pytest.mark.usefixtures("scanned")
def test_the_first_scan_needs_a_folder(tui_player: CommandLine) -> None:
    assert tui_player("scan").status == 2


def test_a_library_in_use_is_reported_with_its_user(
    tui_player: CommandLine, scanned: list[Path], tmp_path: Path, home: Path
) -> None:
    with Store.open(Paths.under(home).library):
        outcome = tui_player("scan", str(tmp_path))
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1
    assert scanned == []


def test_progress_into_a_file_is_a_line_every_few_seconds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    line = ProgressLine()
    for done in range(1000):
        line.show(ScanProgress("tags", done, 1000, 0.0, None, 0))
    line.close()
    assert capsys.readouterr().err == "reading tags 0/1000\n"
