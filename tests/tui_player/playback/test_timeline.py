"""Interpolation of the position between libVLC's reports."""

import pytest

from tui_player.library.song import DurationMs
from tui_player.playback.timeline import Timeline


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def timeline(clock: Clock) -> Timeline:
    timeline = Timeline(clock)
    timeline.start(DurationMs(0))
    timeline.length_ms = DurationMs(60_000)
    timeline.run()
    return timeline


def test_the_position_moves_between_reports(timeline: Timeline, clock: Clock) -> None:
    clock.now += 0.25
    assert timeline.position_ms == 250


def test_the_position_stands_still_before_the_sound_and_in_a_pause(
    timeline: Timeline, clock: Clock
) -> None:
    timeline.start(DurationMs(5000))
    clock.now += 1
    assert timeline.position_ms == 5000
    timeline.run()
    clock.now += 1
    timeline.hold()
    clock.now += 1
    assert timeline.position_ms == 6000


def test_a_report_slightly_behind_does_not_move_the_position_back(
    timeline: Timeline, clock: Clock
) -> None:
    clock.now += 1
    assert timeline.position_ms == 1000
    timeline.report(DurationMs(800))
    assert timeline.position_ms == 1000
    clock.now += 0.3
    assert timeline.position_ms == 1100


def test_the_position_stops_soon_without_reports(timeline: Timeline, clock: Clock) -> None:
    clock.now += 60
    assert timeline.position_ms == 1500


def test_the_position_ends_with_the_file(timeline: Timeline, clock: Clock) -> None:
    timeline.report(DurationMs(59_900))
    clock.now += 1
    assert timeline.position_ms == 60_000


def test_reports_from_before_a_jump_are_ignored(timeline: Timeline, clock: Clock) -> None:
    timeline.jump(DurationMs(30_000))
    clock.now += 0.1
    timeline.report(DurationMs(150))
    assert timeline.position_ms == 30_100


def test_a_jump_that_landed_elsewhere_is_corrected_later(timeline: Timeline, clock: Clock) -> None:
    timeline.jump(DurationMs(30_000))
    clock.now += 1.2
    timeline.report(DurationMs(20_000))
    assert timeline.position_ms == 20_000


@pytest.mark.parametrize(("to_ms", "lands_ms"), [(-1, 0), (99_000, 60_000)])
def test_jumps_are_clamped_to_the_file(timeline: Timeline, to_ms: int, lands_ms: int) -> None:
    timeline.jump(DurationMs(to_ms))
    assert timeline.position_ms == lands_ms
