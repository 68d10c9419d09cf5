"""Finds the liked song that a picked song resembles."""

from typing import Final

import numpy as np

from tui_player.library.catalog import NO_CODE, Rows
from tui_player.library.ranking.terms.term import TermInputs
from tui_player.library.ranking.terms.words import short_name

MOST_LIKED: Final = 200
"""Number of the best liked songs that a pick is compared with."""

NEAR: Final = 0.3
"""Least cosine at which two songs are called alike."""


class NearestLiked:
    """The nearest liked song of each song of one queue; songs are given by queue index."""

    def __init__(self, inputs: TermInputs, rows: Rows) -> None:
        """`rows` are the queue's songs in the catalog."""
        self._catalog, self._event_weights = inputs.catalog, inputs.event_weights
        self._rows: list[int] = rows.tolist()
        self._find_nearest(rows)

    def text(self, number: int) -> str:
        """Name the nearest song, and say whether it was liked or only played to its end.

        The song is named by its artist, or by its title if the artist is the same.
        """
        row = self._nearest(number)
        if row is None:
            return ""
        nearest = self._catalog.songs[row]
        artist = self._catalog.songs[self._rows[number]].artist
        is_other = nearest.artist and nearest.artist.casefold() != artist.casefold()
        name = short_name(nearest.artist if is_other else nearest.title)
        is_liked = self._event_weights.ratings[row] > 0
        return f"like {name}, which you {'liked' if is_liked else 'played to its end'}"

    def _find_nearest(self, rows: Rows) -> None:
        """Find the nearest of the best liked songs for each song, and their cosine."""
        catalog, event_weights = self._catalog, self._event_weights
        liked = np.flatnonzero((event_weights.weights > 0) & catalog.embedded[event_weights.rows])
        most = liked[np.argsort(-event_weights.weights[liked], kind="stable")[:MOST_LIKED]]
        self._liked = event_weights.rows[most]
        if not most.size:
            return
        cosines = catalog.directions(rows) @ event_weights.directions(catalog, most).T
        cosines[catalog.recordings[self._liked] == catalog.recordings[rows][:, None]] = 0
        liking = np.sqrt(event_weights.weights[most])
        self._nearest_liked = (cosines * liking).argmax(axis=1)
        self._nearness = cosines[np.arange(len(rows)), self._nearest_liked]

    def _nearest(self, number: int) -> int | None:
        """The liked song nearest in sound, else the best liked one of the same artist."""
        if self._liked.size and self._nearness[number] > NEAR:
            return int(self._liked[self._nearest_liked[number]])
        row = self._rows[number]
        artist = self._catalog.artists[row]
        rows = self._event_weights.rows
        recordings = self._catalog.recordings
        same = (self._catalog.artists[rows] == artist) & (recordings[rows] != recordings[row])
        liking = np.where(same, self._event_weights.weights, 0)
        if artist == NO_CODE or not liking.size or liking.max() <= 0:
            return None
        return int(rows[liking.argmax()])
