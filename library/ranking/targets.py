"""Targets of the next songs on the valence-arousal plane: each strategy is a path of targets.

A path starts at the listener's mood and moves to the goal minute by minute: the iso principle
(Altshuler 1948).
"""

from typing import Final

from tui_player.library.ranking.request import RankRequest
from tui_player.library.ranking.strategy import CALM, POSITIVE, PathPart, Point, Strategy

ENHANCED_SHARE: Final = 0.3
"""A positive mood is enhanced by this share of its distance to full valence."""

RESTFUL_AROUSAL: Final = -0.2
"""Highest arousal of a restful place."""

STEPS: Final = 8
"""Number of targets on a whole path. Between two of them, songs have the same target."""

MEETING: Final = 0.25
"""Share of a path on which the songs meet the listener's mood."""

ALREADY_THERE: Final = 0.2
"""Distance between mood and goal up to which there is no way to go."""


def leads_to_rest(request: RankRequest) -> bool:
    """Whether the targets end at a calm place, such as `CALM`."""
    valence, arousal = goal_of(request) or _mood(request)
    return valence >= 0 and arousal <= RESTFUL_AROUSAL


def goal_of(request: RankRequest) -> Point | None:
    """The goal of the strategy's path; None if the strategy has no path."""
    match request.strategy:
        case Strategy.CALM:
            return CALM
        case Strategy.UPLIFT:
            return POSITIVE if request.valence < 0 else None
        case Strategy.LEAD:
            return request.goal
        case Strategy.MATCH | Strategy.STAY:
            return None


def target(request: RankRequest, minutes: float) -> Point:
    """The target of a song that begins in `minutes`."""
    mood, goal = _mood(request), goal_of(request)
    if goal is None:
        return _enhanced(mood) if request.strategy is Strategy.UPLIFT else mood
    share = round(_share(request, minutes) * (STEPS - 1)) / (STEPS - 1)
    return _between(mood, goal, share)


def part_of_path(request: RankRequest, minutes: float) -> PathPart | None:
    """The part of the path where a song begins in `minutes`; None if there is no path."""
    goal = goal_of(request)
    if goal is None:
        return None
    valence, arousal = _mood(request)
    is_there = (goal[0] - valence) ** 2 + (goal[1] - arousal) ** 2 <= ALREADY_THERE**2
    share = _share(request, minutes)
    if share >= 1 or is_there:
        return PathPart.GOAL
    return PathPart.MEETING if share < MEETING else PathPart.WAY


def path(request: RankRequest) -> list[Point]:
    """The remaining targets, the goal last; a single one if the strategy has no path."""
    step_minutes = request.path_minutes / (STEPS - 1)
    return list(dict.fromkeys(target(request, step * step_minutes) for step in range(STEPS)))


def _share(request: RankRequest, minutes: float) -> float:
    """The share of the path that is behind the listener in `minutes`, 0..1."""
    return min(1.0, max(0.0, request.minutes_done + minutes) / max(request.path_minutes, 1e-6))


def _mood(request: RankRequest) -> Point:
    return _bounded(request.valence), _bounded(request.arousal)


def _enhanced(mood: Point) -> Point:
    """A positive mood with higher valence."""
    valence, arousal = mood
    return valence + ENHANCED_SHARE * (1 - valence), arousal


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _bounded(value: float) -> float:
    return max(-1.0, min(1.0, value))
