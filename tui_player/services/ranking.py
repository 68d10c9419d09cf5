"""The ranking service ranks and explains songs and learns from feedback in threads.

Every method but `finish` returns at once. Its result is posted as a message. Imports used only in a
thread happen there, so that they do not delay the first screen.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from textual.message import Message

from tui_player.library.feedback import Feedback
from tui_player.library.ranking.request import RankRequest, Weights
from tui_player.library.song import Song, SongId
from tui_player.services.messages import (
    ExplanationDone,
    LibraryFailed,
    RankingDone,
    RankingOutdated,
)
from tui_player.services.work_thread import WorkThread

if TYPE_CHECKING:
    from tui_player.library.catalog import Catalog, Floats
    from tui_player.library.ranking.events import Events
    from tui_player.library.ranking.terms.collaborative_filtering import Scores
    from tui_player.library.store.store import Store

EVENTS_PER_UPDATE: Final = 20
"""Number of events after which other listeners' ratings are read again."""


class RankingService:
    """The service answers rank requests once it has a store. It only reads the store."""

    def __init__(self, post: Callable[[Message], None]) -> None:
        """`post` must be callable from any thread."""
        self._post = post
        self._ranking = WorkThread("ranking", post, LibraryFailed)
        self._learning = WorkThread("listeners", post, LibraryFailed)
        self._store: Store | None = None
        self._background_work_started = False
        self._request_number = 0
        self._answered: tuple[RankRequest, Weights] | None = None
        """The request behind the latest picks."""
        self._catalog: Catalog | None = None
        self._cool_downs: dict[SongId, float] = {}
        """Start of the cool-down of skipped or unplayable songs, Unix seconds."""
        self._events: list[Feedback] | Events = []
        """This listener's events. The first ranking turns them into `Events`."""
        self._predictions: Scores | None = None
        """Predictions from other listeners' ratings; None without other listeners."""
        self._collaborative_term: Floats | None = None
        """The predictions as a ranking term for the catalog's songs."""

    # Start and end

    def prepare(self) -> None:
        """Import the ranking's modules in the thread."""
        self._ranking.do(_import_ranking)

    def use(self, store: "Store", events: list[Feedback]) -> None:
        """Answer requests from now on. `events` are this listener's feedback."""
        self._events = events
        self._store = store  # last, because rankings may begin after it

    def start_background_work(self) -> None:
        """Learn from other listeners. Calls without a store and later calls do nothing."""
        if self._store is not None and not self._background_work_started:
            self._background_work_started = True
            self._learning.do(self._learn_from_others)

    def stop(self) -> None:
        """Refuse new work and drop waiting work."""
        self._learning.stop()
        self._ranking.stop()

    def finish(self) -> None:
        """Wait until all accepted work is done."""
        self._learning.finish()
        self._ranking.finish()

    # Requests

    def rank(self, request: RankRequest, weights: Weights) -> None:
        """Rank. `RankingDone` follows unless a newer request comes first."""
        self._request_number += 1
        self._ranking.do(self._rank, self._request_number, request, weights)

    def _rank(self, number: int, request: RankRequest, weights: Weights) -> None:
        if self._store is None or number != self._request_number:
            return
        from tui_player.library.ranking.ranker import rank

        catalog = self._catalog_of(self._store)
        picks = rank(catalog, self._events, request, weights, self._collaborative_term)
        self._answered = request, weights
        self._post(RankingDone(picks))

    def explain(self, song: Song) -> None:
        """Explain the song's place by the request behind the latest picks.

        `ExplanationDone` follows, but not before the first picks.
        """
        self._ranking.do(self._explain, song)

    def _explain(self, song: Song) -> None:
        if self._store is None or self._answered is None:
            return
        from tui_player.library.ranking.explanation import explain, reason_without_place

        catalog = self._catalog_of(self._store)
        if song.id not in catalog.row_of:
            self._post(ExplanationDone(song.id, None, reason_without_place(song)))
            return
        explanation = explain(
            catalog,
            self._events,
            *self._answered,
            collaborative=self._collaborative_term,
            song_id=song.id,
        )
        self._post(ExplanationDone(song.id, explanation))

    def _catalog_of(self, store: "Store") -> "Catalog":
        """The catalog. After a change it is built anew, with the terms that belong to it."""
        from tui_player.library.ranking.events import Events

        if self._catalog is None:
            self._catalog = self._new_catalog(store)
            self._events = Events.of(self._events)
        if self._collaborative_term is None and self._predictions is not None:
            from tui_player.library.ranking.terms.collaborative_filtering import collaborative_term

            self._collaborative_term = collaborative_term(self._catalog, self._predictions)
        return self._catalog

    def _new_catalog(self, store: "Store") -> "Catalog":
        from tui_player.library.catalog import Catalog

        catalog = Catalog.of(store.songs())
        for song_id, at in self._cool_downs.items():
            catalog.start_cool_down(song_id, at)
        return catalog

    def forget_catalog(self) -> None:
        """Drop the catalog. The next ranking reads the store's songs again."""
        self._ranking.do(self._forget_catalog)

    def _forget_catalog(self) -> None:
        self._catalog = self._collaborative_term = None

    # Cool-downs

    def cool_down(self, song: Song, now: float) -> None:
        """Start a song's cool-down at `now` (Unix, seconds). Nothing is stored."""
        self._ranking.do(self._cool_down, song.id, now)

    def cool_down_unstored(self, event: Feedback) -> None:
        """Start the cool-down of the song of an event that can't be stored.

        It is lost when the player closes. `RankingOutdated` follows.
        """
        self._ranking.do(self._cool_down, event.song_id, event.at)
        self._ranking.do(self._post, RankingOutdated())

    def _cool_down(self, song_id: SongId, now: float) -> None:
        self._cool_downs[song_id] = now
        if self._catalog is not None:
            self._catalog.start_cool_down(song_id, now)

    # Learning

    def learn(self, event: Feedback, song: Song) -> None:
        """Use the event and the changed song in later rankings."""
        self._ranking.do(self._learn, event, song)

    def _learn(self, event: Feedback, song: Song) -> None:
        self._events.append(event)
        if self._catalog is not None:
            self._catalog.replace(song)
            if song.id in self._cool_downs:
                self._catalog.start_cool_down(song.id, self._cool_downs[song.id])
        if len(self._events) % EVENTS_PER_UPDATE == 0:
            self._learning.do(self._learn_from_others)

    def _learn_from_others(self) -> None:
        """Compute predictions from other listeners. This takes seconds with many listeners."""
        from tui_player.library.ranking.terms.collaborative_filtering import scores_for

        if self._store is not None:
            scores = scores_for(self._store.histories_by_profile(), self._store.profile)
            self._ranking.do(self._take_predictions, scores)

    def _take_predictions(self, scores: "Scores | None") -> None:
        is_news = scores != self._predictions
        self._predictions, self._collaborative_term = scores, None
        if is_news:
            self._post(RankingOutdated())


def _import_ranking() -> None:
    from tui_player.library import catalog  # noqa: F401
    from tui_player.library.ranking import events, explanation, ranker  # noqa: F401
