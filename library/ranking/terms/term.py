"""A term of the ranking, and the inputs of its values and reasons.

This module needs no numpy: settings and sliders read the terms before the first screen is drawn.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from tui_player.library.ranking.strategy import Point

if TYPE_CHECKING:
    from tui_player.library.catalog import Catalog, Floats
    from tui_player.library.ranking.event_weights import EventWeights
    from tui_player.library.ranking.request import RankRequest
    from tui_player.library.song import Song

REASON_THRESHOLD: Final = 0.05
"""Default threshold: a term is a reason if it exceeds the mean song's by this much."""

ALIKE: Final = 0.6
"""Least similarity, or liking by others, for a reason; 0.5 is neutral."""

Learnt = TypeVar("Learnt")


class TermInputs:
    """The inputs of all terms: songs, request, event weights and collaborative filtering."""

    def __init__(
        self,
        catalog: "Catalog",
        request: "RankRequest",
        event_weights: "EventWeights",
        collaborative: "Floats | None" = None,
    ) -> None:
        self.catalog = catalog
        """N songs."""
        self.request = request
        self.event_weights = event_weights
        """The listener's event weights in the mood of the request."""
        self.collaborative = collaborative
        """[N] in [0, 1]; the collaborative filtering term, None without other listeners."""
        self._cache: dict[Callable[[TermInputs], Any], Any] = {}

    def cached(self, learn: "Callable[[TermInputs], Learnt]") -> Learnt:
        """The cached result of `learn`, shared by terms and their reasons."""
        if learn not in self._cache:
            self._cache[learn] = learn(self)
        learnt: Learnt = self._cache[learn]
        return learnt


class ReasonContext(NamedTuple):
    """The inputs of a term's reason for a picked song."""

    inputs: TermInputs
    row: int
    """The song's row in the catalog."""
    value: float
    """The term's value, in [0, 1]."""
    target: Point
    """The target's valence and arousal."""
    nearest_liked_text: "Callable[[], str]"
    """Names the nearest liked song, such as "like Nils Frahm"; empty if there is none."""

    @property
    def song(self) -> "Song":
        """The song itself."""
        return self.inputs.catalog.songs[self.row]


@dataclass(frozen=True, slots=True)
class Term:
    """One named term of the ranking, from 0 to 1 for each song."""

    name: str
    """Name in settings, saved sessions and JSON; an identifier."""
    label: str
    """Label on its slider; at most 13 cells."""
    weight: float
    """Default weight, 0 or more."""
    measured: str
    """The measurement behind the weight.

    Figures without a source are skips per offered song in five hours of simulated listening
    (`python -m benchmarks.evaluation.learning`, 100 listeners). All terms together give 0.32 (0.31
    to 0.33), and a shuffled library gives 0.66. The figures without one term are of an exploration
    weight of 0.05, where all together give 0.33.
    """
    reason: "Callable[[ReasonContext], str]"
    """The term's reason for a song in a few words; empty if there is none."""
    compute: "Callable[[TermInputs], Floats | None] | None"
    """[N] in [0, 1]; the result is None if there is no data.

    The function imports numpy in its body. Only mood has no function: `ranker.py` computes it for
    each target.
    """
    shuffled: float = 0.0
    """The term's weight while the queue is shuffled."""
    reason_threshold: float = REASON_THRESHOLD
    """The term is a reason if it exceeds the mean song's by this much."""
