"""Progress reports of a scan."""

import pytest

from tui_player.library.scan import progress
from tui_player.library.scan.progress import Meter, ScanProgress


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(progress, "time", made)
    return made


def test_the_time_left_ignores_the_wait_for_the_first_file(clock: Clock) -> None:
    told: list[ScanProgress] = []
    meter = Meter("analysis", 100, told.append)
    clock.now += 10
    meter.advance(1, failures=0)
    assert told[-1].seconds_left is None
    clock.now += 2
    meter.advance(4, failures=1)
    assert told[-1] == ScanProgress("analysis", 5, 100, 5 / 12, 95 / 2, 1)


def test_no_time_is_left_at_the_end(clock: Clock) -> None:
    told: list[ScanProgress] = []
    meter = Meter("tags", 3, told.append)
    clock.now += 3
    meter.advance(3, failures=0)
    assert (told[-1].per_second, told[-1].seconds_left) == (1.0, 0.0)


def test_progress_is_reported_at_most_ten_times_a_second(clock: Clock) -> None:
    told: list[ScanProgress] = []
    meter = Meter("finding", None, told.append)
    for _ in range(1000):
        clock.now += 0.001
        meter.advance(1, failures=0)
    assert 8 <= len(told) <= 10
    assert told[-1].total == told[-1].done
    assert told[-1].seconds_left is None
