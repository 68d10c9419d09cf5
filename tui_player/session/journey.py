"""The goal of a journey, and the listener's progress on a strategy's path."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from tui_player.library.ranking.request import SoundWay
from tui_player.library.ranking.settings import PATH_MINUTES
from tui_player.library.ranking.strategy import GOALS, NEUTRAL_POINT, Point, Strategy
from tui_player.mood.state import Mood, MoodSource
from tui_player.session.next_member import next_member

PATHS: Final = (Strategy.UPLIFT, Strategy.CALM, Strategy.LEAD)
"""Strategies with a path."""


@dataclass(frozen=True, slots=True)
class Journey:
    """A goal on the mood plane that the listener chose."""

    name: str
    """The mood word of the goal."""
    minutes: float = PATH_MINUTES
    """Time from the mood to the goal."""

    @property
    def goal(self) -> Point:
        """Valence and arousal of the goal."""
        return GOALS[self.name]


@dataclass(frozen=True, slots=True)
class SoundJourney:
    """A queue by sound that the listener chose, and its name on the screen."""

    way: SoundWay
    name: str
    """Such as "like Says" or "to Says"."""

    def after_a_song(self) -> "SoundJourney":
        """The journey after one more song was played."""
        return replace(self, way=replace(self.way, songs_done=self.way.songs_done + 1))

    @property
    def text(self) -> str:
        """Name and progress, such as "to Says 3/10"."""
        scope = ", in this mood" if self.way.within_mood else ""
        if self.way.goal is None:
            return self.name + scope
        return f"{self.name} {min(self.way.songs_done, self.way.songs)}/{self.way.songs}{scope}"


class StrategyState:
    """A strategy, its start mood, and the time since it began. Times are minutes of music."""

    def __init__(
        self,
        strategy: Strategy,
        position: Callable[[], float],
        path_minutes: float = PATH_MINUTES,
    ) -> None:
        """`position` returns the position in the current song.

        `path_minutes` is the length of a path that is no journey.
        """
        self.strategy = strategy
        self._position = position
        self.journey: Journey | None = None
        """The journey of `Strategy.LEAD`; None for other strategies."""
        self.sound: SoundJourney | None = None
        """A queue by sound, which comes before the strategy."""
        self._path_minutes = path_minutes
        self._start: Mood | None = None
        self._minutes_done = 0.0
        self._began_at = 0.0
        """Position in the current song at which the path began."""

    def change(self, strategy: Strategy, mood: Mood, journey: Journey | None = None) -> None:
        """Change the strategy. `Strategy.LEAD` and `Strategy.STAY` keep `mood` as their start."""
        self.strategy, self.journey, self.sound = strategy, journey, None
        self._start = mood if strategy is Strategy.LEAD else None
        self._begin()
        self.observe(mood)

    def next_strategy(self, configured: Strategy) -> Strategy:
        """The next strategy that needs no goal; after a journey it is `configured`."""
        chosen = next_member(self.strategy)
        if self.strategy is Strategy.LEAD:
            return configured
        return next_member(chosen) if chosen is Strategy.LEAD else chosen

    def observe(self, mood: Mood) -> None:
        """Take in the listener's mood. `Strategy.STAY` keeps the first known one as its start."""
        stays = self.strategy is Strategy.STAY and self._start is None
        if stays and mood.source is not MoodSource.NONE:
            self._start = mood

    def mood_changed(self) -> None:
        """Begin the path anew. A journey continues."""
        if self.strategy is not Strategy.LEAD:
            self._begin()

    def _begin(self) -> None:
        self._minutes_done, self._began_at = 0.0, self._position()

    def song_left(self, position: float) -> None:
        """Count what was played of the current song, up to `position`."""
        self._minutes_done = self.minutes_at(position)
        self._began_at = 0.0

    def song_played(self) -> None:
        """Count a song that was played to its end. A skipped step of a way is tried again."""
        if self.sound is not None:
            self.sound = self.sound.after_a_song()

    def minutes_at(self, position: float) -> float:
        """Minutes of the path that are done at a position of the current song."""
        return self._minutes_done + max(0.0, position - self._began_at)

    def start(self, mood: Mood) -> Mood:
        """The kept start mood, or `mood` if none is kept."""
        return self._start or mood

    @property
    def goal(self) -> Point:
        """The goal of the journey; the neutral point if there is no journey."""
        return self.journey.goal if self.journey else NEUTRAL_POINT

    @property
    def path_minutes(self) -> float:
        """Minutes from the mood to the goal."""
        return self.journey.minutes if self.journey else self._path_minutes

    @property
    def text(self) -> str:
        """What the queue follows and its progress, such as "uplift 4/30 min" or "like Says"."""
        if self.sound is not None:
            return self.sound.text
        if self.strategy not in PATHS:
            return self.strategy
        name = f"to {self.journey.name}" if self.journey else self.strategy
        return f"{name} {self.progress}"

    @property
    def progress(self) -> str:
        """The time done of the path, such as "12/20 min"."""
        done = min(self.minutes_at(self._position()), self.path_minutes)
        return f"{done:.0f}/{self.path_minutes:.0f} min"

    def saved(self) -> dict[str, Any]:
        """What the next run of the player needs to go on with the path."""
        return {
            "minutes_done": round(self.minutes_at(self._position()), 2),
            "start": None if self._start is None else asdict(self._start),
            "journey": None if self.journey is None else asdict(self.journey),
            "sound": None if self.sound is None else asdict(self.sound),
        }

    def restore(self, strategy: str, saved: Mapping[str, Any]) -> None:
        """Go on with a saved strategy and its path. Unknown values are ignored."""
        if strategy not in list(Strategy):
            return
        journey = _journey_of(saved.get("journey"))
        if strategy == Strategy.LEAD and journey is None:
            return
        self.strategy = Strategy(strategy)
        self.journey = journey if self.strategy is Strategy.LEAD else None
        self.sound = _sound_of(saved.get("sound"))
        self._start = _mood_of(saved.get("start"))
        minutes = saved.get("minutes_done")
        self._minutes_done = float(minutes) if isinstance(minutes, int | float) else 0.0


def _journey_of(saved: object) -> Journey | None:
    if not isinstance(saved, Mapping) or saved.get("name") not in GOALS:
        return None
    minutes = saved.get("minutes")
    if isinstance(minutes, int | float) and minutes > 0:
        return Journey(saved["name"], float(minutes))
    return Journey(saved["name"])


def _sound_of(saved: object) -> SoundJourney | None:
    if not isinstance(saved, Mapping):
        return None
    try:
        way = SoundWay(**saved["way"])
    except (KeyError, TypeError):
        return None
    numbers = (way.start, way.songs, way.songs_done, 0 if way.goal is None else way.goal)
    if not all(type(number) is int for number in numbers) or way.songs < 1:
        return None
    return SoundJourney(way, str(saved.get("name", "")))


def _mood_of(saved: object) -> Mood | None:
    if not isinstance(saved, Mapping):
        return None
    try:
        numbers = {name: float(saved[name]) for name in ("valence", "arousal", "confidence")}
        return Mood(label=str(saved["label"]), source=MoodSource(saved["source"]), **numbers)
    except (KeyError, TypeError, ValueError):
        return None
