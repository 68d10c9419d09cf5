"""Listeners term: what others who like the same songs think of those that this one does not know.

A song's neighbours are learnt from the ratings of all listeners (EASE in closed form; Steck 2019,
arXiv 1905.03375). Songs that nobody rated are placed by their sound and genres.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np

from tui_player.library.catalog import Catalog, Floats
from tui_player.library.feedback import History
from tui_player.library.ranking.song_features import Seen
from tui_player.library.song import SongId

Histories = Mapping[SongId, History]
Scores = Mapping[SongId, float]
"""What is foretold of each song that anybody knows, about -1..1."""

REGULARISATION: Final = 93.0
"""In likes by as many listeners as there are in HetRec's Last.fm set, where it was chosen
(`benchmarks/evaluation/taste.py`)."""

LISTENERS_OF_THAT: Final = 1_892

MOST_SONGS: Final = 2_000
"""That are learnt from: those which most listeners know. More take too long and too much memory."""

PLAY: Final = 0.25
"""Opinion in a song's play, where it was not rated, against a like of 1."""

SKIP: Final = -0.3
"""The same of a skip."""

PLACING: Final = 10.0
"""Songs of no opinion that the placing by sound starts with."""

GAIN: Final = 2.0
"""How steeply a score becomes a term."""


def scores_for(listeners: Mapping[str, Histories], profile: str) -> Scores | None:
    """What others' ratings foretell for one listener; None where there are no others.

    Where nothing is known of the listener, what the others think in the mean.
    """
    others = {name: histories for name, histories in listeners.items() if name != profile}
    if not others:
        return None
    songs = _best_known(listeners)
    column = {song_id: number for number, song_id in enumerate(songs)}
    theirs = np.stack([_opinions(histories, column) for histories in others.values()])
    mine = _opinions(listeners.get(profile, {}), column)
    if not mine.any():
        foretold = np.asarray(theirs.mean(axis=0), np.float32)
    else:
        ratings = np.vstack([theirs, mine])
        regularisation = max(1.0, REGULARISATION * len(ratings) / LISTENERS_OF_THAT)
        neighbours = similarities(ratings.T @ ratings, regularisation)
        foretold = np.asarray(mine @ neighbours, np.float32)
        # Rejecting what a rejected song's rejecters like must not become praise that nobody gave.
        foretold = np.where((theirs > 0).any(axis=0), foretold, np.minimum(foretold, 0))
    highest = float(np.abs(foretold).max(initial=1e-6))
    return dict(zip(songs, (foretold / highest).tolist(), strict=True))


def similarities(gram: Floats, regularisation: float) -> Floats:
    """[I, I]: how much a rating of one song says of another, from the `gram` [I, I] of ratings.

    The diagonal is 0.
    """
    ridge = regularisation * np.eye(len(gram), dtype=np.float32)
    inverse = np.asarray(np.linalg.inv(gram + ridge), np.float32)
    weights: Floats = inverse / -inverse.diagonal()
    np.fill_diagonal(weights, 0)
    return weights


def listeners_term(catalog: Catalog, scores: Scores) -> Floats:
    """[N] in [0, 1]; 0.5 where nothing is known."""
    known = [song_id for song_id in scores if song_id in catalog.row_of]
    rows = np.array([catalog.row_of[song_id] for song_id in known], np.intp)
    said = np.array([scores[song_id] for song_id in known], np.float64)
    seen = Seen(catalog, rows, catalog.features[:, rows], said.astype(np.float32))
    matrix = seen.matrix.astype(np.float64)
    precision = matrix.T @ matrix + PLACING * np.eye(matrix.shape[1])
    placing = np.linalg.solve(precision, matrix.T @ said)
    term = seen.foretell(placing.astype(np.float64))
    term[rows] = said
    term *= np.float32(GAIN)
    np.tanh(term, out=term)
    term += 1
    term /= 2
    return term


def _best_known(listeners: Mapping[str, Histories]) -> list[SongId]:
    count: dict[SongId, int] = {}
    for histories in listeners.values():
        for song_id in histories:
            count[song_id] = count.get(song_id, 0) + 1
    return sorted(count, key=lambda song_id: (-count[song_id], song_id))[:MOST_SONGS]


def _opinions(histories: Histories, column: Mapping[SongId, int]) -> Floats:
    """[I], -1..1."""
    opinions = np.zeros(len(column), np.float32)
    for song_id, history in histories.items():
        if song_id in column:
            said = history.rating or PLAY * history.plays + SKIP * history.skips
            opinions[column[song_id]] = max(-1.0, min(1.0, said))
    return opinions
