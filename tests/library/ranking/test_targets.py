from dataclasses import replace

import pytest

from tui_player.library.ranking.request import RankRequest
from tui_player.library.ranking.settings import PATH_MINUTES
from tui_player.library.ranking.strategy import CALM, POSITIVE, PathPart, Point, Strategy
from tui_player.library.ranking.targets import goal_of, part_of_path, target
from tui_player.library.ranking.targets import path as way

SAD = (-0.63, -0.27)
HAPPY = (0.76, 0.48)


def path(mood: Point, strategy: Strategy, minutes_done: float = 0) -> list[Point]:
    """The targets of songs that begin every four minutes for an hour."""
    request = RankRequest(*mood, strategy, 0.0, minutes_done=minutes_done)
    return [target(request, minutes) for minutes in range(0, 60, 4)]


@pytest.mark.parametrize("strategy", [Strategy.MATCH, Strategy.STAY])
@pytest.mark.parametrize("mood", [SAD, HAPPY])
def test_match_and_stay_keep_to_the_mood(strategy: Strategy, mood: Point) -> None:
    assert set(path(mood, strategy)) == {mood}


def test_uplift_meets_a_negative_mood_and_rises_step_by_step() -> None:
    points = path(SAD, Strategy.UPLIFT)
    valences = [valence for valence, _ in points]
    assert points[0] == SAD
    assert valences == sorted(valences)
    assert len(set(points)) > 5
    half_an_hour = int(PATH_MINUTES) // 4 + 1
    assert all(point == pytest.approx(POSITIVE) for point in points[half_an_hour:])


def test_uplift_enhances_a_positive_mood_at_once() -> None:
    points = path(HAPPY, Strategy.UPLIFT)
    assert HAPPY[0] < points[0][0] <= 1
    assert points[0][1] == HAPPY[1]
    assert len(set(points)) == 1


def test_calm_leads_from_the_mood_to_calm() -> None:
    points = path(HAPPY, Strategy.CALM)
    assert points[0] == HAPPY
    assert points[-1] == pytest.approx(CALM)


def test_lead_goes_from_the_mood_to_the_goal_in_the_minutes_asked_for() -> None:
    request = RankRequest(*SAD, Strategy.LEAD, 0.0, goal=HAPPY, path_minutes=14)
    assert target(request, 0) == SAD
    assert target(request, 7) not in (SAD, HAPPY)
    assert target(request, 14) == target(request, 60) == pytest.approx(HAPPY)
    assert way(request)[0] == SAD
    assert way(request)[-1] == pytest.approx(HAPPY)
    assert way(replace(request, minutes_done=6)) == way(request)[3:]


def test_a_path_has_three_parts() -> None:
    request = RankRequest(*SAD, Strategy.UPLIFT, 0.0, path_minutes=40)
    parts = [part_of_path(request, minutes) for minutes in (0, 9, 11, 39, 40, 90)]
    assert parts == [PathPart.MEETING] * 2 + [PathPart.WAY] * 2 + [PathPart.GOAL] * 2


def test_a_listener_at_the_goal_has_no_way_to_go() -> None:
    request = RankRequest(*CALM, Strategy.CALM, 0.0)
    assert part_of_path(request, 0) is PathPart.GOAL


@pytest.mark.parametrize("strategy", [Strategy.MATCH, Strategy.STAY])
def test_a_strategy_that_keeps_the_mood_has_no_goal(strategy: Strategy) -> None:
    request = RankRequest(*SAD, strategy, 0.0)
    assert goal_of(request) is None
    assert part_of_path(request, 0) is None


def test_a_strategy_without_a_path_has_one_target() -> None:
    assert way(RankRequest(*SAD, Strategy.MATCH, 0.0)) == [SAD]


def test_minutes_done_start_further_along_the_path() -> None:
    assert path(SAD, Strategy.UPLIFT, minutes_done=12)[0] == path(SAD, Strategy.UPLIFT)[3]


def test_a_mood_outside_the_plane_is_clipped() -> None:
    assert path((-3.0, 9.0), Strategy.MATCH)[0] == (-1.0, 1.0)
