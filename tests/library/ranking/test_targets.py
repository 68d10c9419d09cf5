from dataclasses import replace

import pytest

from tui_player.library.ranking.request import PATH_SONGS, RankRequest
from tui_player.library.ranking.strategy import CALM, POSITIVE, Point, Strategy
from tui_player.library.ranking.targets import path as way
from tui_player.library.ranking.targets import target

SAD = (-0.63, -0.27)
HAPPY = (0.76, 0.48)


def path(mood: Point, strategy: Strategy, steps_done: int = 0) -> list[Point]:
    request = RankRequest(*mood, strategy, 0.0, steps_done=steps_done)
    return [target(request, position) for position in range(12)]


@pytest.mark.parametrize("strategy", [Strategy.MATCH, Strategy.STAY])
@pytest.mark.parametrize("mood", [SAD, HAPPY])
def test_match_and_stay_keep_to_the_mood(strategy: Strategy, mood: Point) -> None:
    assert set(path(mood, strategy)) == {mood}


def test_uplift_meets_a_negative_mood_and_rises_step_by_step() -> None:
    points = path(SAD, Strategy.UPLIFT)
    rising = [valence for valence, _ in points[:PATH_SONGS]]
    assert points[0] == SAD
    assert rising == sorted(set(rising))
    assert all(point == pytest.approx(POSITIVE) for point in points[PATH_SONGS - 1 :])


def test_uplift_enhances_a_positive_mood_at_once() -> None:
    points = path(HAPPY, Strategy.UPLIFT)
    assert HAPPY[0] < points[0][0] <= 1
    assert points[0][1] == HAPPY[1]
    assert len(set(points)) == 1


def test_calm_leads_from_the_mood_to_calm() -> None:
    points = path(HAPPY, Strategy.CALM)
    assert points[0] == HAPPY
    assert points[-1] == pytest.approx(CALM)


def test_lead_goes_from_the_mood_to_the_goal_in_path_songs() -> None:
    request = RankRequest(*SAD, Strategy.LEAD, 0.0, goal=HAPPY, path_songs=4)
    points = [target(request, position) for position in range(6)]
    assert points[0] == SAD
    assert points[3:] == [pytest.approx(HAPPY)] * 3
    assert way(request) == points[:4]
    assert way(replace(request, steps_done=2)) == points[2:4]


def test_a_strategy_without_a_path_has_one_target() -> None:
    assert way(RankRequest(*SAD, Strategy.MATCH, 0.0)) == [SAD]


def test_steps_done_start_further_along_the_path() -> None:
    assert path(SAD, Strategy.UPLIFT, steps_done=3)[0] == path(SAD, Strategy.UPLIFT)[3]


def test_a_mood_outside_the_plane_is_clipped() -> None:
    assert path((-3.0, 9.0), Strategy.MATCH)[0] == (-1.0, 1.0)
