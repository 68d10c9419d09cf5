"""Which praised song a picked one is like."""

from typing import Final

import numpy as np

from tui_player.library.catalog import NOTHING, Rows
from tui_player.library.ranking.terms.term import Knowledge
from tui_player.library.ranking.terms.words import one_line
from tui_player.library.song import Song

MOST_PRAISED: Final = 200
"""Songs that one may be called like: those of which most is thought."""

NEAR: Final = 0.3
"""Cosine from which a song is called like another one."""


class Likeness:
    """Of the songs of one queue, each by its number there."""

    def __init__(self, knowledge: Knowledge, rows: Rows) -> None:
        """`rows` are the queue's songs in the catalog."""
        self._catalog, self._evidence = knowledge.catalog, knowledge.evidence
        self._rows: list[int] = rows.tolist()
        self._find_nearest(rows)

    def word(self, number: int) -> str:
        """The praised song that lies nearest, by its artist, or by its title if that says more."""
        nearest = self._nearest(number)
        if nearest is None:
            return ""
        artist = self._catalog.songs[self._rows[number]].artist
        if nearest.artist and nearest.artist.casefold() != artist.casefold():
            return f"like {one_line(nearest.artist)}"
        return f"like {one_line(nearest.title)}"

    def _find_nearest(self, rows: Rows) -> None:
        """For each song the one of the most praised that it is called like, and their cosine."""
        catalog, evidence = self._catalog, self._evidence
        praised = np.flatnonzero((evidence.weights > 0) & catalog.embedded[evidence.rows])
        most = praised[np.argsort(-evidence.weights[praised], kind="stable")[:MOST_PRAISED]]
        self._praised = evidence.rows[most]
        if not most.size:
            return
        cosines = catalog.directions(rows) @ evidence.directions(catalog, most).T
        cosines[catalog.recordings[self._praised] == catalog.recordings[rows][:, None]] = 0
        praise = np.sqrt(evidence.weights[most])
        self._nearest_praised = (cosines * praise).argmax(axis=1)
        self._nearness = cosines[np.arange(len(rows)), self._nearest_praised]

    def _nearest(self, number: int) -> Song | None:
        """The praised song that sounds most like this one, else the most praised of its artist."""
        if self._praised.size and self._nearness[number] > NEAR:
            return self._catalog.songs[int(self._praised[self._nearest_praised[number]])]
        row = self._rows[number]
        artist = self._catalog.artists[row]
        rows = self._evidence.rows
        recordings = self._catalog.recordings
        same = (self._catalog.artists[rows] == artist) & (recordings[rows] != recordings[row])
        praise = np.where(same, self._evidence.weights, 0)
        if artist == NOTHING or not praise.size or praise.max() <= 0:
            return None
        return self._catalog.songs[int(rows[praise.argmax()])]
