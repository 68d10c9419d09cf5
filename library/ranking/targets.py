"""Targets of the next songs on the valence-arousal plane: each strategy is a path of targets."""

from typing import Final

from tui_player.library.ranking.request import RankRequest
from tui_player.library.ranking.strategy import CALM, POSITIVE, Point, Strategy

ENHANCED_SHARE: Final = 0.3
"""A positive mood is enhanced by this share of its distance to full valence."""

RESTFUL_AROUSAL: Final = -0.2
"""Highest arousal of a restful place."""


def leads_to_rest(request: RankRequest) -> bool:
    """Whether the targets end at a calm place, such as `CALM`."""
    valence, arousal = path(request)[-1]
    return valence >= 0 and arousal <= RESTFUL_AROUSAL


def target(request: RankRequest, position: int) -> Point:
    """The target of the song at `position` (0 is the next one).

    The path starts at the mood and moves to the goal song by song: the iso principle (Altshuler
    1948). `request.steps_done` counts the songs of the path that were already played.
    """
    mood = (_bounded(request.valence), _bounded(request.arousal))
    share = min(1.0, (request.steps_done + position) / max(1, request.path_songs - 1))
    match request.strategy:
        case Strategy.MATCH | Strategy.STAY:
            return mood
        case Strategy.CALM:
            return _between(mood, CALM, share)
        case Strategy.UPLIFT:
            return _between(mood, POSITIVE, share) if mood[0] < 0 else _enhanced(mood)
        case Strategy.LEAD:
            return _between(mood, request.goal, share)


def path(request: RankRequest) -> list[Point]:
    """The remaining targets, the goal last; a single one if the strategy has no path."""
    ahead = max(1, request.path_songs - request.steps_done)
    return list(dict.fromkeys(target(request, position) for position in range(ahead)))


def _enhanced(mood: Point) -> Point:
    """A positive mood with higher valence."""
    valence, arousal = mood
    return valence + ENHANCED_SHARE * (1 - valence), arousal


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _bounded(value: float) -> float:
    return max(-1.0, min(1.0, value))
