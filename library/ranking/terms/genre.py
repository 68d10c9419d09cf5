"""Genre term: the listener's liking for the genres of a song."""

from collections import Counter
from typing import TYPE_CHECKING, Final

from tui_player.library.ranking.terms.term import ReasonContext, Term, TermInputs
from tui_player.library.ranking.terms.words import short_name

if TYPE_CHECKING:
    from tui_player.library.catalog import Catalog, Floats

PRIOR: Final = 1.0
"""Strength of the neutral prior of each genre, in likes."""

LIKED_GENRE: Final = 0.1
"""Least affinity at which a genre is called liked, -1..1."""


def genre_affinity(inputs: TermInputs) -> "Floats":
    """[number of genre names], -1..1: the mean event weight of each genre, shrunk towards 0.

    An event weight is split among the song's tagged genres. Without tags it is split among the
    network's genres by their probability.
    """
    import numpy as np

    from tui_player.library.catalog import NO_CODE

    catalog, event_weights = inputs.catalog, inputs.event_weights
    tagged = catalog.genre_sets[catalog.genre_set[event_weights.rows]]
    counts = (tagged != NO_CODE).sum(axis=1)
    share = np.where(counts > 0, event_weights.weights / np.maximum(counts, 1), 0)
    untagged = np.where(counts > 0, 0, event_weights.weights)
    predicted = event_weights.features[len(catalog.embeddings) :].T * untagged[:, None]
    codes = np.concatenate([tagged.ravel(), np.tile(catalog.predicted_genre_codes, len(predicted))])
    parts = np.concatenate([np.repeat(share, tagged.shape[1]), predicted.ravel()])
    size = len(catalog.genre_names)
    total = np.bincount(codes, np.abs(parts), size)
    affinity: Floats = (np.bincount(codes, parts, size) / (total + PRIOR)).astype(np.float32)
    affinity[NO_CODE] = 0
    return affinity


def genre_liking(inputs: TermInputs) -> "Floats":
    """[N] in [0, 1]; 0.5 if nothing is known of the song's genres."""
    import numpy as np

    catalog, affinity = inputs.catalog, inputs.cached(genre_affinity)
    if not affinity.any():
        return np.full(len(catalog), 0.5, np.float32)
    liking: Floats = affinity[catalog.predicted_genre_codes] @ catalog.predicted_genres
    liking *= catalog.genre_set == 0
    liking += catalog.mean_of_tags(affinity)
    liking *= np.float32(0.5)
    liking += np.float32(0.5)
    return liking.clip(0, 1, out=liking)


def _reason(context: ReasonContext) -> str:
    """The song's genre with the most affinity, if another song of it was liked."""
    affinities = _affinities(context)
    best = max(affinities, key=affinities.__getitem__, default=None)
    if best is None or affinities[best] < LIKED_GENRE:
        return ""
    likes = context.inputs.cached(_likes_by_genre)
    own = context.inputs.event_weights.ratings[context.row] > 0
    if likes.get(best, 0) <= own:
        return ""
    return f"you liked other {short_name(context.inputs.catalog.genre_names[best])}"


def _likes_by_genre(inputs: TermInputs) -> dict[int, int]:
    """The number of liked songs by genre code."""
    import numpy as np

    catalog = inputs.catalog
    likes: Counter[int] = Counter()
    for row in np.flatnonzero(inputs.event_weights.ratings > 0).tolist():
        likes.update(_codes(catalog, row))
    return likes


def _codes(catalog: "Catalog", row: int) -> list[int]:
    """The song's tagged genres, else the one that the network hears."""
    from tui_player.library.catalog import NO_CODE

    codes: list[int] = catalog.genre_sets[catalog.genre_set[row]].tolist()
    tagged = [code for code in codes if code != NO_CODE]
    predicted = catalog.songs[row].predicted_genre.casefold()
    return tagged or ([catalog.genre_names.index(predicted)] if predicted else [])


def _affinities(context: ReasonContext) -> dict[int, float]:
    """Affinities by genre code."""
    affinity = context.inputs.cached(genre_affinity)
    codes = _codes(context.inputs.catalog, context.row)
    return {code: float(affinity[code]) for code in codes}


GENRE: Final = Term(
    name="genre",
    label="Genre",
    weight=0.10,
    measured="Without it 0.33: no difference for those listeners, since taste learns genres too.",
    compute=genre_liking,
    reason=_reason,
)
