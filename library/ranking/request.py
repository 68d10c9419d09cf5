"""What a queue is asked for, and what comes back (no numpy: settings and session import this)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_player.library.ranking.strategy import NEUTRAL_GROUND, Point, Strategy

if TYPE_CHECKING:
    from tui_player.library.song import Song, SongId


PATH_SONGS: Final = 8
"""Songs from the listener's mood to where a strategy leads, both ends included."""

SPACING: Final = 3
"""Songs between two of one artist, where others fit nearly as well."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each term counts; terms are in [0, 1].

    The figures are skips a song offered in five hours of simulated listening, where all terms
    together leave 0.30 (0.29 to 0.31) and a shuffled library 0.66
    (`python -m benchmarks.evaluation.learning`, 100 listeners). One who knows beforehand how their
    tastes come about leaves 0.29, and 0.27 where the songs' moods are told as well
    (`python -m benchmarks.evaluation.bound`).
    """

    mood: float = 0.40
    """Without it 0.49."""
    taste: float = 0.40
    """Without it 0.36."""
    similar: float = 0.05
    """To what was liked lately; without it 0.29: to those listeners it makes no difference, since
    their tastes don't change from hour to hour."""
    listeners: float = 0.05
    """What others like: the best of four methods on Last.fm's listeners (nDCG@10 0.259 against
    0.084 for what is popular; `python -m benchmarks.evaluation.taste`). Its weight is a guess."""
    genre: float = 0.10
    """Without it 0.31: to those listeners it makes no difference, since taste learns genres too."""
    freshness: float = 0.15
    """Without it 0.30; what was just heard rests in any case (`TIRED_COST`)."""
    exploration: float = 0.05
    """Without it 0.31."""


SHUFFLED: Final = Weights(0, 0, 0, 0, 0, freshness=0.2, exploration=0.8)
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
