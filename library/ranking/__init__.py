"""The queue's order: named terms, a weight each, and the reason for every pick."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tui_player.library.ranking.request import Pick, RankRequest, Strategy, Weights

if TYPE_CHECKING:
    from tui_player.library.catalog import Catalog, Floats
    from tui_player.library.feedback import Feedback

__all__ = ["Pick", "RankRequest", "Strategy", "Weights", "rank"]

DEFAULT_WEIGHTS: Final = Weights()


def rank(
    catalog: "Catalog",
    events: "Sequence[Feedback]",
    request: RankRequest,
    weights: Weights = DEFAULT_WEIGHTS,
    listeners: "Floats | None" = None,
) -> list[Pick]:
    """The next songs, best first, at most `request.limit`; fewer where the catalog holds fewer.

    `events` are what this listener did, oldest first. The same catalog, events, request and weights
    give the same queue. `listeners` [N] in [0, 1] is what other listeners make of the catalog's
    songs, if there are any others. Scores never rise along it. Numpy loads with the first call.
    """
    from tui_player.library.ranking.queue import ranked

    return ranked(catalog, events, request, weights, listeners)
