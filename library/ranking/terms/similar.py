"""Similarity term: how much a song sounds like what the listener has just liked.

The mean of the praised songs' directions, the later praised the more (relevance feedback; Rocchio
1971).
"""

from typing import TYPE_CHECKING, Final

from tui_player.library.ranking.terms.term import ALIKE, Term, Told

if TYPE_CHECKING:
    from tui_player.library.catalog import Catalog, Floats
    from tui_player.library.ranking.event_weights import Evidence

ALIKE_WORD: Final = "like what you just liked"

PRIOR: Final = 1.0
"""Likes of no direction to start with, so that one full play is not taken for all there is."""


def similarity(catalog: "Catalog", evidence: "Evidence") -> "Floats":
    """[N] in [0, 1]; 0.5 for a song that is neither like nor unlike, and where nothing is known."""
    import numpy as np

    praised = np.flatnonzero((evidence.recent > 0) & catalog.embedded[evidence.rows])
    if not praised.size:
        return np.full(len(catalog), 0.5, np.float32)
    praise = evidence.recent[praised]
    count = praise.sum() + np.float32(PRIOR)
    mean_direction: Floats = praise @ evidence.directions(catalog, praised)
    mean_direction /= count
    cosine: Floats = mean_direction @ catalog.embeddings
    cosine *= catalog.inverse_norms
    # A song does not speak for itself: that is the taste's to do.
    np.subtract.at(cosine, evidence.rows[praised], praise / count)
    cosine += 1
    cosine *= np.float32(0.5)
    return cosine


def _word(told: Told) -> str:
    return (told.like_word() or ALIKE_WORD) if told.value > ALIKE else ""


SIMILAR: Final = Term(
    name="similar",
    label="Like recent",
    weight=0.05,
    measured="Without it 0.29: to those listeners it makes no difference, since their tastes "
    "don't change from hour to hour.",
    compute=lambda knowledge: similarity(knowledge.catalog, knowledge.evidence),
    say=_word,
)
