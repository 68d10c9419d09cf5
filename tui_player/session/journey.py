"""Where the music should lead, and how far along the way the listener is."""

from dataclasses import dataclass
from typing import Final

from tui_player.library.ranking.request import PATH_SONGS
from tui_player.library.ranking.strategy import NEUTRAL_GROUND, Point, Strategy
from tui_player.mood.state import Mood, MoodSource

MINUTES_A_SONG: Final = 4.0
"""Where it is not known how long songs are."""


@dataclass(frozen=True, slots=True)
class Journey:
    """Where a listener wants to be led."""

    name: str
    goal: Point
    songs: int = PATH_SONGS
    """On the way, both ends included."""

    @classmethod
    def of_minutes(
        cls, name: str, goal: Point, minutes: float, minutes_a_song: float = MINUTES_A_SONG
    ) -> "Journey":
        """A journey that takes about so long."""
        return cls(name, goal, max(2, round(minutes / minutes_a_song) + 1))


class Heading:
    """A strategy, the mood that it starts from, and the songs already heard on its way."""

    def __init__(self, strategy: Strategy) -> None:
        self.strategy = strategy
        self.journey: Journey | None = None
        """Where `Strategy.LEAD` leads."""
        self.steps_done = 0
        self._start: Mood | None = None

    def turn(self, strategy: Strategy, mood: Mood, journey: Journey | None = None) -> None:
        """From now on another way; some start from the `mood` of now, whatever it becomes."""
        self.strategy, self.journey = strategy, journey
        self._start = mood if strategy is Strategy.LEAD else None
        self.steps_done = 0
        self.know(mood)

    def know(self, mood: Mood) -> None:
        """This is the listener's mood; who wants to stay stays with the first that there is."""
        stays = self.strategy is Strategy.STAY and self._start is None
        if stays and mood.source is not MoodSource.NONE:
            self._start = mood

    def mood_changed(self) -> None:
        """Another mood is another way, save for a journey."""
        if self.strategy is not Strategy.LEAD:
            self.steps_done = 0

    def start(self, mood: Mood) -> Mood:
        """The mood that the way starts from, where the listener's is `mood`."""
        return self._start or mood

    @property
    def goal(self) -> Point:
        """Of a journey."""
        return self.journey.goal if self.journey else NEUTRAL_GROUND

    @property
    def songs(self) -> int:
        """On the way, both ends included."""
        return self.journey.songs if self.journey else PATH_SONGS

    @property
    def text(self) -> str:
        """Such as "uplift", or "calm 3/8": the song of the way to calm that plays, or will."""
        if self.journey is None:
            return self.strategy
        step = max(1, min(self.steps_done, self.journey.songs))
        return f"{self.journey.name} {step}/{self.journey.songs}"
