"""Tests of the ranking service alone."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Event

import pytest
from textual.message import Message

from tests.tui_player.services.posted import kinds, of_kind, until
from tests.tui_player.songs import make_songs
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.ranking.request import Pick, RankRequest, Weights
from tui_player.library.ranking.strategy import Strategy
from tui_player.library.song import Song, SongId
from tui_player.library.store.store import Store
from tui_player.paths import Paths
from tui_player.services.messages import ExplanationDone, RankingDone, RankingOutdated
from tui_player.services.ranking import EVENTS_PER_UPDATE, RankingService

NOON = 1_000_000_000.0
REQUEST = RankRequest(0.0, 0.0, Strategy.MATCH, NOON)


@pytest.fixture
def posted() -> list[Message]:
    return []


@pytest.fixture
def service(posted: list[Message]) -> Iterator[RankingService]:
    """A service without a store."""
    service = RankingService(posted.append)
    yield service
    service.stop()
    service.finish()


@pytest.fixture
def ready(service: RankingService, store: Store) -> RankingService:
    service.use(store, store.events())
    return service


def picked(service: RankingService, posted: list[Message]) -> list[Pick]:
    """Request a ranking and return its picks."""
    before = len(of_kind(posted, RankingDone))
    service.rank(REQUEST, Weights())
    until(lambda: len(of_kind(posted, RankingDone)) > before)
    return list(of_kind(posted, RankingDone)[-1].picks)


def explained(service: RankingService, posted: list[Message], song: Song) -> ExplanationDone:
    """Ask for an explanation and return it."""
    before = len(of_kind(posted, ExplanationDone))
    service.explain(song)
    until(lambda: len(of_kind(posted, ExplanationDone)) > before)
    return of_kind(posted, ExplanationDone)[-1]


def songs_of(picks: list[Pick]) -> list[Song]:
    return [pick.song for pick in picks]


def listeners_terms(picks: list[Pick]) -> dict[SongId, float]:
    return {pick.song.id: pick.terms["listeners"] for pick in picks}


def share_ratings(paths: Paths, store: Store) -> None:
    """Store a like by another listener of the household."""
    store.close()
    with Store.open(paths.library, profile="ben") as theirs:
        theirs.record(Feedback(FeedbackKind.LIKE, theirs.songs()[-1].id, 1.0))


class TestRequests:
    def test_no_request_is_answered_without_a_library(
        self, service: RankingService, posted: list[Message]
    ) -> None:
        service.prepare()
        service.rank(REQUEST, Weights())
        service.finish()
        assert posted == []

    def test_every_playable_song_is_ranked(
        self, ready: RankingService, posted: list[Message], store: Store
    ) -> None:
        gone = store.songs()[0].id
        store.mark_missing([gone])
        wanted = {song.id for song in store.songs()} - {gone}
        assert {song.id for song in songs_of(picked(ready, posted))} == wanted

    def test_only_the_newest_request_is_answered(
        self, ready: RankingService, posted: list[Message]
    ) -> None:
        gate = Event()
        ready._ranking.do(gate.wait)
        for limit in (1, 2, 3):
            ready.rank(replace(REQUEST, limit=limit), Weights())
        gate.set()
        ready.finish()
        assert [len(done.picks) for done in of_kind(posted, RankingDone)] == [3]

    def test_no_request_is_answered_after_closing(
        self, ready: RankingService, posted: list[Message]
    ) -> None:
        ready.stop()
        ready.rank(REQUEST, Weights())
        ready.finish()
        assert posted == []

    def test_new_songs_are_ranked_once_the_catalog_is_forgotten(
        self, ready: RankingService, posted: list[Message], store: Store
    ) -> None:
        before = len(picked(ready, posted))
        store.put(make_songs(4)[-1:])
        assert len(picked(ready, posted)) == before
        ready.forget_catalog()
        assert len(picked(ready, posted)) == before + 1


class TestExplanations:
    def test_a_song_is_explained_by_the_request_behind_the_latest_picks(
        self, ready: RankingService, posted: list[Message]
    ) -> None:
        last = picked(ready, posted)[-1]
        ready.rank(replace(REQUEST, exclude=frozenset({last.song.id})), Weights.only(mood=1))
        answer = explained(ready, posted, last.song)
        assert answer.song_id == last.song.id
        assert answer.explanation is not None
        assert answer.explanation.song.path == last.song.path
        assert answer.explanation.standing.weights["mood"] == 1
        assert answer.explanation.standing.of == 12

    def test_the_explanation_counts_what_was_just_learnt(
        self, ready: RankingService, posted: list[Message], store: Store
    ) -> None:
        first = songs_of(picked(ready, posted))[0]
        event = Feedback(FeedbackKind.DISLIKE, first.id, NOON)
        ready.learn(event, store.record(event))
        explanation = explained(ready, posted, first).explanation
        assert explanation is not None
        assert explanation.song.rating == -1
        assert explanation.standing.place == 12

    def test_a_broken_song_has_a_reason_in_place_of_an_explanation(
        self, ready: RankingService, posted: list[Message], store: Store
    ) -> None:
        store.set_analysis({store.songs()[0].id: "no sound"})
        picked(ready, posted)
        answer = explained(ready, posted, store.songs()[0])
        assert (answer.explanation, answer.reason) == (None, "no sound")

    def test_nothing_is_explained_before_the_first_picks(
        self, ready: RankingService, posted: list[Message], store: Store
    ) -> None:
        ready.explain(store.songs()[0])
        ready.finish()
        assert posted == []


class TestCoolDowns:
    def test_a_quickly_skipped_song_cools_down(
        self, ready: RankingService, posted: list[Message]
    ) -> None:
        first = songs_of(picked(ready, posted))[0]
        ready.cool_down(first, NOON)
        assert songs_of(picked(ready, posted))[-1].id == first.id

    def test_a_song_skipped_before_the_first_ranking_cools_down(
        self, ready: RankingService, posted: list[Message], store: Store
    ) -> None:
        song = store.songs()[0]
        ready.cool_down(song, NOON)
        assert songs_of(picked(ready, posted))[-1].id == song.id

    def test_the_cool_down_survives_a_rating(
        self, ready: RankingService, posted: list[Message], store: Store
    ) -> None:
        first = songs_of(picked(ready, posted))[0]
        ready.cool_down(first, NOON)
        event = Feedback(FeedbackKind.LIKE, first.id, NOON)
        ready.learn(event, store.record(event))
        last = songs_of(picked(ready, posted))[-1]
        assert (last.id, last.rating) == (first.id, 1)

    def test_the_cool_down_survives_a_forgotten_catalog(
        self, ready: RankingService, posted: list[Message]
    ) -> None:
        first = songs_of(picked(ready, posted))[0]
        ready.cool_down(first, NOON)
        ready.forget_catalog()
        assert songs_of(picked(ready, posted))[-1].id == first.id

    def test_the_cool_down_ends(self, ready: RankingService, posted: list[Message]) -> None:
        first = songs_of(picked(ready, posted))[0]
        ready.cool_down(first, NOON - 1e8)
        assert songs_of(picked(ready, posted))[-1].id != first.id

    def test_an_unstored_event_starts_a_cool_down_and_outdates_the_ranking(
        self, ready: RankingService, posted: list[Message]
    ) -> None:
        first = songs_of(picked(ready, posted))[0]
        ready.cool_down_unstored(Feedback(FeedbackKind.PLAY, first.id, NOON))
        last = songs_of(picked(ready, posted))[-1]
        assert last.id == first.id
        assert kinds(posted) == [RankingDone, RankingOutdated, RankingDone]


class TestLearning:
    def test_a_rating_counts_in_the_next_ranking(
        self, ready: RankingService, posted: list[Message], store: Store
    ) -> None:
        last = songs_of(picked(ready, posted))[-1]
        event = Feedback(FeedbackKind.LIKE, last.id, NOON - 1e8)
        ready.learn(event, store.record(event))
        taste = {pick.song.id: pick.terms["taste"] for pick in picked(ready, posted)}
        assert max(taste, key=taste.__getitem__) == last.id

    def test_a_single_listener_gets_no_predictions(
        self, ready: RankingService, posted: list[Message]
    ) -> None:
        ready.start_background_work()
        ready.finish()
        assert posted == []

    def test_background_work_without_a_library_does_nothing(
        self, service: RankingService, posted: list[Message], paths: Paths, store: Store
    ) -> None:
        share_ratings(paths, store)
        service.start_background_work()
        with Store.open(paths.library) as ours:
            service.use(ours, ours.events())
            service.start_background_work()
            until(lambda: posted)
        assert kinds(posted) == [RankingOutdated]

    def test_background_work_starts_once(
        self, ready: RankingService, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        updates: list[int] = []
        monkeypatch.setattr(ready, "_learn_from_others", lambda: updates.append(1))
        ready.start_background_work()
        ready.start_background_work()
        ready.finish()
        assert updates == [1]

    def test_likes_of_other_listeners_count_after_background_work(
        self, service: RankingService, posted: list[Message], paths: Paths, store: Store
    ) -> None:
        share_ratings(paths, store)
        with Store.open(paths.library) as ours:
            service.use(ours, ours.events())
            assert "listeners" not in picked(service, posted)[0].terms
            service.start_background_work()
            until(lambda: of_kind(posted, RankingOutdated))
            term = listeners_terms(picked(service, posted))
        assert max(term, key=term.__getitem__) == ours.songs()[-1].id
        assert kinds(posted) == [RankingDone, RankingOutdated, RankingDone]

    def test_other_listeners_are_read_again_after_some_feedback(
        self, service: RankingService, posted: list[Message], paths: Paths, store: Store
    ) -> None:
        share_ratings(paths, store)
        with Store.open(paths.library) as ours:
            service.use(ours, ours.events())
            service.start_background_work()
            until(lambda: of_kind(posted, RankingOutdated))
            before = listeners_terms(picked(service, posted))
            event = Feedback(FeedbackKind.LIKE, SongId(1), NOON)
            song = ours.record(event)
            for _ in range(EVENTS_PER_UPDATE - 1):
                service.learn(event, song)
            assert listeners_terms(picked(service, posted)) == before
            service.learn(event, song)
            until(lambda: len(of_kind(posted, RankingOutdated)) == 2)
            assert listeners_terms(picked(service, posted)) != before
