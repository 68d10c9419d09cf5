"""Ranking request, term weights and picks (no numpy: settings and session import this)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_player.library.ranking.settings import PATH_MINUTES, QueueSettings
from tui_player.library.ranking.strategy import NEUTRAL_POINT, PathPart, Point, Strategy
from tui_player.library.ranking.terms.registry import TERMS

if TYPE_CHECKING:
    from tui_player.library.song import Song, SongId


MINUTES_A_SONG: Final = 4.0
"""Assumed length of a song if its length is unknown."""

SPACING: Final = 3
"""Songs between two of one artist, if others fit nearly as well."""


class Weights(Mapping[str, float]):
    """The weight of each term, by its name; terms are in [0, 1].

    Weights that are not given keep the term's default. A weight is read as `weights["mood"]` or,
    if the name is fixed, as `weights.mood`.
    """

    __slots__ = ("_values",)

    def __init__(self, **given: float) -> None:
        """Raises `TypeError` for a name that no term has."""
        unknown = [name for name in given if name not in TERMS]
        if unknown:
            raise TypeError(f"there is no term {', '.join(unknown)}")
        self._values = {name: given.get(name, term.weight) for name, term in TERMS.items()}

    @classmethod
    def only(cls, **given: float) -> "Weights":
        """Weights with all other terms at 0."""
        return cls(**dict.fromkeys(TERMS, 0.0) | given)

    def replaced(self, **given: float) -> "Weights":
        """A copy with some of the weights changed."""
        return Weights(**self._values | given)

    def __getitem__(self, name: str) -> float:
        return self._values[name]

    def __getattr__(self, name: str) -> float:
        # `TERMS` is checked first: `copy` looks up attributes before `_values` is set.
        if name in TERMS and name in self._values:
            return self._values[name]
        raise AttributeError(f"there is no term {name}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Weights({', '.join(f'{name}={value}' for name, value in self.items())})"


ONLY_MUSIC: Final = QueueSettings()

SHUFFLED: Final = Weights(**{name: term.shuffled for name, term in TERMS.items()})
"""Random picks, except for songs that were just played."""


@dataclass(frozen=True, slots=True)
class SoundWay:
    """A queue by sound: songs like `start`, or a way from `start` to `goal`."""

    start: "SongId"
    goal: "SongId | None" = None
    songs: int = 10
    """Number of songs after `start`; the last one is `goal`."""
    songs_done: int = 0
    """Songs of the way that were already played."""
    within_mood: bool = False
    """Whether the songs fit the listener's mood too."""

    @property
    def ends(self) -> "tuple[SongId, ...]":
        """The songs that the way needs."""
        return (self.start,) if self.goal is None else (self.start, self.goal)


@dataclass(frozen=True, slots=True)
class RankRequest:
    """A request for a queue."""

    valence: float
    """The listener's valence, -1..1."""
    arousal: float
    """The listener's arousal, -1..1."""
    strategy: Strategy
    now: float
    """Unix time, seconds."""
    limit: int = 50
    seed: int = 0
    """Random seed of the exploration term."""
    minutes_done: float = 0.0
    """Minutes since the strategy's path began."""
    exclude: "frozenset[SongId]" = frozenset()
    """Songs that must not be picked: the playing one, and those queued by hand."""
    goal: Point = NEUTRAL_POINT
    """The goal of `Strategy.LEAD`."""
    path_minutes: float = PATH_MINUTES
    """Minutes from the mood to the strategy's goal; above 0."""
    recent_artists: tuple[str, ...] = ()
    """Artists just played or queued by hand, latest last; the last `SPACING` count."""
    at_random: bool = False
    """Whether exploration is uniform chance, regardless of event weights."""
    sound: SoundWay | None = None
    """A way through sound, which then decides instead of the mood."""
    admitted: QueueSettings = ONLY_MUSIC
    """What else than music may be picked."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One row of the ranked queue."""

    song: "Song"
    score: float
    """Never rises along the queue."""
    terms: dict[str, float]
    """Each term by name, in [0, 1]."""
    why: str
    """The main reasons in a few words, such as "calm · like Nils Frahm · you like ambient"."""
    part: PathPart | None = None
    """The part of the strategy's path; None if the strategy has no path."""
