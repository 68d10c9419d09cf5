"""The first song that plays by itself after the first scan of a library."""

import math
from collections.abc import Iterable
from typing import Final

from tui_player.library.song import Song
from tui_player.session.session import Session

NEAR: Final = 0.75
"""Largest distance of a fitting song from the mood on the valence-arousal plane. The centres of two
neighbouring quadrants are 1 apart."""


class FirstSong:
    """Waits for a song that was heard and fits the mood, then plays it.

    Until then, songs that were not heard stay out of the queue.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.is_awaited = False

    def wait(self) -> None:
        """Begin to wait."""
        self.is_awaited = True

    def library_changed(self, songs: Iterable[Song]) -> None:
        """Hold back those of the library's songs that were not heard."""
        if self.is_awaited:
            unheard = frozenset(song.id for song in songs if song.analysis is None)
            self._session.queue.held_back = unheard

    def ranked(self) -> None:
        """Play the queue's first fitting song. Stop waiting if another song plays already."""
        if not self.is_awaited:
            return
        view = self._session.view
        fitting = (index for index, entry in enumerate(view.upcoming) if self._fits(entry.song))
        index = next(fitting, None)
        if index is not None or view.current is not None:
            self.play(index or 0)

    def play(self, index: int = 0) -> None:
        """Play an upcoming song, or any song as soon as there is one. Stop waiting."""
        if not self.is_awaited:
            return
        self.is_awaited = False
        self._session.queue.held_back = frozenset()
        if self._session.view.current is not None:
            self._session.rerank()
        elif self._session.view.upcoming:
            self._session.play_upcoming(index)
        else:
            self._session.play_when_ranked = True
            self._session.rerank()

    def _fits(self, song: Song) -> bool:
        if song.analysis is None:
            return False
        mood = self._session.view.settled
        place = song.analysis.valence, song.analysis.arousal
        return math.dist(place, (mood.valence, mood.arousal)) <= NEAR
