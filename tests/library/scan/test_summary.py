import pytest

from tui_player.library.scan.scan import ScanProgress, ScanReport
from tui_player.library.scan.summary import (
    duration_text,
    progress_text,
    report_text,
    waiting_text,
)


def test_progress_shows_rate_and_time_left() -> None:
    progress = ScanProgress("analysis", 120, 400, 3.1, 90.4, 2)
    expected = "listening 120/400, 3.1 a second, 1 min 30 s left, 2 failed"
    assert progress_text(progress) == expected


def test_progress_leaves_out_unknown_values() -> None:
    assert progress_text(ScanProgress("finding", 7, 0, 0.0, None, 0)) == "looking for files 7"
    assert progress_text(ScanProgress("composing", 2, 12, 0.0, None, 0)) == "composing 2/12"


@pytest.mark.parametrize(
    ("phase", "done", "total", "text"),
    [
        ("finding", 312, 312, "looking for music: 312 files so far …"),
        ("tags", 340, 800, "reading tags: 340 of 800 …"),
        ("analysis", 14, 800, "listening to your music: 14 of 800 …"),
        ("composing", 1, 12, "composing the demo: piece 2 of 12 …"),
        ("composing", 12, 12, "composing the demo: piece 12 of 12 …"),
    ],
)
def test_an_empty_queue_says_what_happens_and_how_far_it_is(
    phase: str, done: int, total: int, text: str
) -> None:
    assert waiting_text(ScanProgress(phase, done, total, 3.1, 90.4, 0)) == text


def test_a_report_shows_counts() -> None:
    report = ScanReport(12, 0, 300, 0, 1, 40.2, [])
    expected = "12 added, 0 updated, 300 unchanged, 0 removed, 1 failed in 40.2 s"
    assert report_text(report) == expected


def test_a_folder_without_music_has_its_own_text() -> None:
    assert report_text(ScanReport(0, 0, 0, 0, 0, 0.1, [])) == "no music found"


@pytest.mark.parametrize(
    ("seconds", "text"), [(1.23, "1.2 s"), (185.2, "3 min 5 s"), (7800.0, "2 h 10 min")]
)
def test_durations_are_shown_in_common_units(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text
