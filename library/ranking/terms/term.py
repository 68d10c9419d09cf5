"""What a term of the ranking is, and what it is computed and told from.

This module needs no numpy: settings and sliders read the terms before the first screen is drawn.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from tui_player.library.ranking.strategy import Point

if TYPE_CHECKING:
    from tui_player.library.catalog import Catalog, Floats
    from tui_player.library.ranking.event_weights import Evidence
    from tui_player.library.ranking.request import RankRequest
    from tui_player.library.song import Song

TOLD_FROM: Final = 0.05
"""By how much most terms must lie above that of the mean song to be a reason."""

ALIKE: Final = 0.6
"""Similarity, or liking by others, from which it is told; 0.5 is neither one nor the other."""

Learnt = TypeVar("Learnt")


class Knowledge:
    """The songs, what is wanted, and what is known of the listener."""

    def __init__(
        self,
        catalog: "Catalog",
        request: "RankRequest",
        evidence: "Evidence",
        listeners: "Floats | None" = None,
    ) -> None:
        self.catalog = catalog
        """N songs."""
        self.request = request
        self.evidence = evidence
        """What the listener's events say in the mood of the request."""
        self.listeners = listeners
        """[N] in [0, 1]; what other listeners make of the songs, None where there are no others."""
        self._learnt: dict[Callable[[Knowledge], Any], Any] = {}

    def once(self, learn: "Callable[[Knowledge], Learnt]") -> Learnt:
        """What `learn` makes of this; several terms, or a term and its words, share one result."""
        if learn not in self._learnt:
            self._learnt[learn] = learn(self)
        learnt: Learnt = self._learnt[learn]
        return learnt


class Told(NamedTuple):
    """A picked song for which a term may be a reason."""

    knowledge: Knowledge
    row: int
    """In the catalog."""
    value: float
    """Of the term, in [0, 1]."""
    target: Point
    """Valence and arousal that the song was picked for."""
    like_word: "Callable[[], str]"
    """Says which praised song this one is like, such as "like Nils Frahm"; empty where none."""

    @property
    def song(self) -> "Song":
        """The song itself."""
        return self.knowledge.catalog.songs[self.row]


@dataclass(frozen=True, slots=True)
class Term:
    """One named reason of the ranking, from 0 to 1 for each song."""

    name: str
    """In settings, saved sessions and JSON; an identifier."""
    label: str
    """On its slider; 13 cells at most."""
    weight: float
    """How much it counts where the listener says nothing else, 0 or more."""
    measured: str
    """What justifies the weight.

    Figures without a source are skips a song offered in five hours of simulated listening, where
    all terms together leave 0.30 (0.29 to 0.31) and a shuffled library 0.66
    (`python -m benchmarks.evaluation.learning`, 100 listeners). One who knows beforehand how their
    tastes come about leaves 0.29, and 0.27 where the songs' moods are told as well
    (`python -m benchmarks.evaluation.bound`).
    """
    say: "Callable[[Told], str]"
    """The reason that it gives for a song in a few words, empty where it has none."""
    compute: "Callable[[Knowledge], Floats | None] | None"
    """[N] in [0, 1]; None where there is nothing to compute it from.

    It imports numpy inside. Absent for the mood alone, which `ranker.py` computes for each target.
    """
    shuffled: float = 0.0
    """Its weight while the queue is shuffled."""
    told_from: float = TOLD_FROM
    """By how much it must lie above that of the mean song to be a reason."""
