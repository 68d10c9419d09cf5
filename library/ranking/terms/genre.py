"""Genre term: the listener's liking for the genres of a song."""

from typing import TYPE_CHECKING, Final

from tui_player.library.ranking.terms.term import Knowledge, Term, Told
from tui_player.library.ranking.terms.words import one_line

if TYPE_CHECKING:
    from tui_player.library.catalog import Floats

PRIOR: Final = 1.0
"""Strength of the neutral prior of each genre, in likes."""

LIKED_GENRE: Final = 0.1
"""Least affinity at which a genre is called liked, -1..1."""


def genre_affinity(knowledge: Knowledge) -> "Floats":
    """[number of genre names], -1..1: the mean event weight of each genre, shrunk towards 0.

    An event weight is split among the song's tagged genres. Without tags it is split among the
    network's genres by their probability.
    """
    import numpy as np

    from tui_player.library.catalog import NOTHING

    catalog, event_weights = knowledge.catalog, knowledge.event_weights
    tagged = catalog.genre_sets[catalog.genre_set[event_weights.rows]]
    counts = (tagged != NOTHING).sum(axis=1)
    share = np.where(counts > 0, event_weights.weights / np.maximum(counts, 1), 0)
    untagged = np.where(counts > 0, 0, event_weights.weights)
    heard = event_weights.features[len(catalog.embeddings) :].T * untagged[:, None]
    codes = np.concatenate([tagged.ravel(), np.tile(catalog.predicted_genre_codes, len(heard))])
    parts = np.concatenate([np.repeat(share, tagged.shape[1]), heard.ravel()])
    size = len(catalog.genre_names)
    said = np.bincount(codes, np.abs(parts), size)
    affinity: Floats = (np.bincount(codes, parts, size) / (said + PRIOR)).astype(np.float32)
    affinity[NOTHING] = 0
    return affinity


def genre_liking(knowledge: Knowledge) -> "Floats":
    """[N] in [0, 1]; 0.5 if nothing is known of the song's genres."""
    import numpy as np

    catalog, affinity = knowledge.catalog, knowledge.once(genre_affinity)
    if not affinity.any():
        return np.full(len(catalog), 0.5, np.float32)
    liking: Floats = affinity[catalog.predicted_genre_codes] @ catalog.predicted_genres
    liking *= catalog.genre_set == 0
    liking += catalog.mean_of_tags(affinity)
    liking *= np.float32(0.5)
    liking += np.float32(0.5)
    return liking.clip(0, 1, out=liking)


def _word(told: Told) -> str:
    """The song's best liked genre."""
    opinions = _opinions(told)
    best = max(opinions, key=opinions.__getitem__, default=None)
    if best is None or opinions[best] < LIKED_GENRE:
        return ""
    return f"you like {one_line(told.knowledge.catalog.genre_names[best])}"


def _opinions(told: Told) -> dict[int, float]:
    """Affinities by genre code: for the tagged genres, else for the predicted ones."""
    from tui_player.library.catalog import NOTHING

    catalog, row = told.knowledge.catalog, told.row
    affinity = told.knowledge.once(genre_affinity)
    codes: list[int] = catalog.genre_sets[catalog.genre_set[row]].tolist()
    tagged = {code: float(affinity[code]) for code in codes if code != NOTHING}
    if tagged:
        return tagged
    shares = catalog.predicted_genres[:, row].tolist()
    predicted = zip(catalog.predicted_genre_codes.tolist(), shares, strict=True)
    return {code: float(affinity[code]) * share for code, share in predicted}


GENRE: Final = Term(
    name="genre",
    label="Genre",
    weight=0.10,
    measured="Without it 0.31: no difference for those listeners, since taste learns genres too.",
    compute=genre_liking,
    say=_word,
)
