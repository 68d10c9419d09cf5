"""Scans with the fake network, for tests."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests import fake_network
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.scan.analysis import Analyser
from tui_player.library.scan.scan import ScanReport, analyse_remaining, scan
from tui_player.library.song import Song
from tui_player.library.store.store import Store


def scanned(
    store: Store, *folders: Path, analyser: Analyser = fake_network.NETWORK, **options: Any
) -> ScanReport:
    with ThreadPoolExecutor(2) as executor:
        return scan(store, folders, executor=executor, analyser=analyser, **options)


def remaining_analysed(store: Store, analyser: Analyser, **options: Any) -> int:
    with ThreadPoolExecutor(2) as executor:
        return analyse_remaining(store, executor=executor, analyser=analyser, **options)


def counts(report: ScanReport) -> tuple[int, int, int, int, int]:
    """Added, updated, unchanged, removed, failed."""
    return (report.added, report.updated, report.unchanged, report.removed, report.failed)


def song_file(path: Path, content: bytes = b"") -> Path:
    """A file that the fake network can analyse; with unique content by default."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content or b"sound of " + os.fsencode(path))
    return path


def at(store: Store, path: Path) -> Song:
    song = store.by_path(str(path))
    assert song is not None
    return song


def like(store: Store, path: Path) -> Song:
    return store.record(Feedback(FeedbackKind.LIKE, at(store, path).id, at=1.0))
