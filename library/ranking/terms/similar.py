"""Similarity term: how much a song sounds like the recently liked songs.

The term is the cosine with the mean direction of the liked songs, the latest weighted most
(relevance feedback; Rocchio 1971).
"""

from typing import TYPE_CHECKING, Final

from tui_player.library.ranking.terms.term import ALIKE, ReasonContext, Term

if TYPE_CHECKING:
    from tui_player.library.catalog import Catalog, Floats
    from tui_player.library.ranking.event_weights import EventWeights

PRIOR: Final = 1.0
"""Strength of the neutral prior, in likes. It limits the effect of a single full play."""


def similarity(catalog: "Catalog", event_weights: "EventWeights") -> "Floats":
    """[N] in [0, 1]; 0.5 for a neutral song, or if nothing is known."""
    import numpy as np

    liked = np.flatnonzero((event_weights.recent > 0) & catalog.embedded[event_weights.rows])
    if not liked.size:
        return np.full(len(catalog), 0.5, np.float32)
    liking = event_weights.recent[liked]
    count = liking.sum() + np.float32(PRIOR)
    mean_direction: Floats = liking @ event_weights.directions(catalog, liked)
    mean_direction /= count
    cosine: Floats = mean_direction @ catalog.embeddings
    cosine *= catalog.inverse_norms
    # A song's own likes are left out: the taste term counts them.
    np.subtract.at(cosine, event_weights.rows[liked], liking / count)
    cosine += 1
    cosine *= np.float32(0.5)
    return cosine


def _reason(context: ReasonContext) -> str:
    return context.nearest_liked_text() if context.value > ALIKE else ""


SIMILAR: Final = Term(
    name="similar",
    label="Like recent",
    weight=0.05,
    measured="Without it 0.32: no difference for those listeners, since their tastes don't change "
    "from hour to hour.",
    compute=lambda inputs: similarity(inputs.catalog, inputs.event_weights),
    reason=_reason,
)
