"""What a queue is asked for, and what comes back (no numpy: settings and session import this)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_player.library.ranking.strategy import NEUTRAL_GROUND, Point, Strategy
from tui_player.library.ranking.terms.registry import TERMS

if TYPE_CHECKING:
    from tui_player.library.song import Song, SongId


PATH_SONGS: Final = 8
"""Songs from the listener's mood to where a strategy leads, both ends included."""

SPACING: Final = 3
"""Songs between two of one artist, where others fit nearly as well."""


class Weights(Mapping[str, float]):
    """How much each term counts, by its name; terms are in [0, 1].

    What is not given is as the term has it. A weight is read as `weights["mood"]` or, where the
    name is fixed, as `weights.mood`.
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
        """All other terms count nothing."""
        return cls(**dict.fromkeys(TERMS, 0.0) | given)

    def replaced(self, **given: float) -> "Weights":
        """A copy with some of the weights changed."""
        return Weights(**self._values | given)

    def __getitem__(self, name: str) -> float:
        return self._values[name]

    def __getattr__(self, name: str) -> float:
        # `TERMS` is asked first: a copy in the making has no `_values` yet, and looks for it here.
        if name in TERMS and name in self._values:
            return self._values[name]
        raise AttributeError(f"there is no term {name}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Weights({', '.join(f'{name}={value}' for name, value in self.items())})"


SHUFFLED: Final = Weights(**{name: term.shuffled for name, term in TERMS.items()})
"""Random picks, save for what was just heard."""


@dataclass(frozen=True, slots=True)
class RankRequest:
    """What the queue is wanted for."""

    valence: float
    """Of the listener, -1..1."""
    arousal: float
    """Of the listener, -1..1."""
    strategy: Strategy
    now: float
    """Unix time, seconds."""
    limit: int = 50
    seed: int = 0
    """Of the exploration term."""
    steps_done: int = 0
    """Songs already heard on the way to where the strategy leads."""
    exclude: "frozenset[SongId]" = frozenset()
    """Songs not wanted: what plays, what is queued by hand."""
    goal: Point = NEUTRAL_GROUND
    """Where `Strategy.LEAD` leads."""
    path_songs: int = PATH_SONGS
    """Songs on the way where a strategy leads, both ends included; 2 at least."""
    recent_artists: tuple[str, ...] = ()
    """Artists just heard or queued by hand, latest last; the last `SPACING` count."""
    at_random: bool = False
    """Exploration is a lot that is the same for every song, whatever is known of it."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One row of the ranked queue."""

    song: "Song"
    score: float
    """Falls along the queue."""
    terms: dict[str, float]
    """Each named term in [0, 1]."""
    why: str
    """The largest reasons in a few words, such as "calm · like Nils Frahm · you like ambient"."""
