"""The goal of a journey, and the listener's progress towards it."""

from dataclasses import dataclass
from typing import Final

from tui_player.library.ranking.request import PATH_SONGS
from tui_player.library.ranking.strategy import NEUTRAL_POINT, Point, Strategy
from tui_player.mood.state import Mood, MoodSource
from tui_player.session.next_member import next_member

MINUTES_A_SONG: Final = 4.0
"""Assumed length of a song if no length is known."""


@dataclass(frozen=True, slots=True)
class Journey:
    """A goal on the mood plane that the listener chose."""

    name: str
    goal: Point
    songs: int = PATH_SONGS
    """Number of songs on the way, both ends included."""

    @classmethod
    def of_minutes(
        cls, name: str, goal: Point, minutes: float, minutes_a_song: float = MINUTES_A_SONG
    ) -> "Journey":
        """A journey of about `minutes`."""
        return cls(name, goal, max(2, round(minutes / minutes_a_song) + 1))


class StrategyState:
    """A strategy, its start mood, and the number of steps done."""

    def __init__(self, strategy: Strategy) -> None:
        self.strategy = strategy
        self.journey: Journey | None = None
        """The journey of `Strategy.LEAD`; None for other strategies."""
        self.steps_done = 0
        self._start: Mood | None = None

    def change(self, strategy: Strategy, mood: Mood, journey: Journey | None = None) -> None:
        """Change the strategy. `Strategy.LEAD` and `Strategy.STAY` keep `mood` as their start."""
        self.strategy, self.journey = strategy, journey
        self._start = mood if strategy is Strategy.LEAD else None
        self.steps_done = 0
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
        """Begin the steps anew. A journey continues."""
        if self.strategy is not Strategy.LEAD:
            self.steps_done = 0

    def start(self, mood: Mood) -> Mood:
        """The kept start mood, or `mood` if none is kept."""
        return self._start or mood

    @property
    def goal(self) -> Point:
        """The goal of the journey; the neutral point if there is no journey."""
        return self.journey.goal if self.journey else NEUTRAL_POINT

    @property
    def songs(self) -> int:
        """Number of songs on the way, both ends included."""
        return self.journey.songs if self.journey else PATH_SONGS

    @property
    def text(self) -> str:
        """The strategy, such as "uplift", or the journey and its step, such as "calm 3/8"."""
        if self.journey is None:
            return self.strategy
        step = max(1, min(self.steps_done, self.journey.songs))
        return f"{self.journey.name} {step}/{self.journey.songs}"
