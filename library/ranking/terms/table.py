"""All terms but the mood's, for all songs at once."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from tui_player.library.catalog import Catalog, Floats
from tui_player.library.feedback import Feedback
from tui_player.library.ranking.event_weights import Evidence, gather
from tui_player.library.ranking.request import RankRequest, Weights
from tui_player.library.ranking.terms.freshness import freshness
from tui_player.library.ranking.terms.genre import genre_affinity, genre_liking
from tui_player.library.ranking.terms.similar import similarity
from tui_player.library.ranking.terms.taste import taste

Terms = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The songs, and what is known of the listener."""

    catalog: Catalog
    evidence: Evidence
    affinity: Floats
    """See `genre_affinity`."""


def known(catalog: Catalog, events: Sequence[Feedback], request: RankRequest) -> Knowledge:
    """What `events` tell of the listener, in the mood of `request`."""
    evidence = gather(catalog, events, request)
    return Knowledge(catalog, evidence, genre_affinity(catalog, evidence))


def terms_of(knowledge: Knowledge, request: RankRequest, listeners: Floats | None) -> Terms:
    """By name, [N] in [0, 1] each; `listeners` is absent where there are no others."""
    catalog, evidence = knowledge.catalog, knowledge.evidence
    learnt = taste(catalog, evidence, request.seed)
    others = {} if listeners is None else {"listeners": listeners}
    return {
        "taste": learnt.term,
        "similar": similarity(catalog, evidence),
        **others,
        "genre": genre_liking(catalog, knowledge.affinity),
        "freshness": freshness(catalog, request.now),
        "exploration": catalog.chance(request.seed) if request.at_random else learnt.draw,
    }


def shares(weights: Weights, terms: Terms) -> dict[str, float]:
    """The weights of the mood and of `terms`, with a sum of 1.

    One that is negative or not a number counts nothing.
    """
    usable = {
        name: value if math.isfinite(value) and value > 0 else 0.0
        for name, value in asdict(weights).items()
        if name == "mood" or name in terms
    }
    total = sum(usable.values()) or 1.0
    return {name: value / total for name, value in usable.items()}


def weighted(terms: Terms, weights: dict[str, float]) -> Floats:
    """[N]; the sum of all terms that weigh anything."""
    total = np.zeros(len(next(iter(terms.values()))), np.float32)
    for name, term in terms.items():
        if weights[name]:
            total += np.float32(weights[name]) * term
    return total
