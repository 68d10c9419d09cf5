"""Detection of a lost sound device by libVLC's counters."""

from collections.abc import Callable

import pytest

from tui_player.playback.watchdog import PATIENCE_S, STUCK_S, Counters, Watchdog

TICKS_PER_S = 4


def failing_after(seconds: float, counters_at: Callable[[int], Counters]) -> float:
    """Result of the watchdog after `seconds` with four checks a second."""
    watchdog = Watchdog(now=0.0)
    failing_s = 0.0
    for tick in range(1, int(seconds * TICKS_PER_S) + 1):
        failing_s = watchdog.failing_for(counters_at(tick), tick / TICKS_PER_S)
    return failing_s


@pytest.mark.parametrize(
    "counters_at",
    [
        pytest.param(lambda tick: Counters(lost=10 * tick), id="no device"),
        pytest.param(lambda tick: Counters(played=10 * tick, errors=9 * tick), id="writes fail"),
        pytest.param(
            lambda tick: Counters(played=10 * tick, errors=tick // 2), id="errors in bursts"
        ),
    ],
)
def test_a_lost_device_is_detected(counters_at: Callable[[int], Counters]) -> None:
    assert failing_after(PATIENCE_S - 0.5, counters_at) == 0.0
    assert failing_after(PATIENCE_S + 1, counters_at) >= PATIENCE_S


@pytest.mark.parametrize(
    "counters_at",
    [
        pytest.param(lambda tick: Counters(played=10 * tick), id="all is well"),
        pytest.param(lambda tick: Counters(played=10 * tick, errors=1), id="one error"),
        pytest.param(lambda tick: Counters(played=10 * tick, lost=tick // 4), id="some late"),
        pytest.param(
            lambda tick: Counters(played=10 * tick, errors=tick // (3 * TICKS_PER_S)),
            id="an error now and then",
        ),
    ],
)
def test_short_failures_are_not_a_lost_device(counters_at: Callable[[int], Counters]) -> None:
    assert failing_after(4 * PATIENCE_S, counters_at) == 0.0


def test_a_device_without_progress_counts_as_lost_after_a_longer_time() -> None:
    assert failing_after(STUCK_S - 1, lambda _: Counters()) == 0.0
    assert failing_after(STUCK_S + 1, lambda _: Counters()) >= STUCK_S
