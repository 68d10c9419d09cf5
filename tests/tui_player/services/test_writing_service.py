"""Tests of the writing service alone."""

import logging
from collections.abc import Iterator

import pytest
from textual.message import Message

from tests.tui_player.services.posted import kinds, of_kind, until
from tui_player.errors import LibraryError
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.song import Song, SongId
from tui_player.library.store.store import Store
from tui_player.paths import Paths
from tui_player.services.messages import LibraryFailed, LibraryOpened, SongRecorded
from tui_player.services.writing import WritingService
from tui_player.session.saved_session import SavedSession

SONG = SongId(1)
NOON = 1_000_000_000.0


class Bench:
    """A service with its messages and calls in order."""

    def __init__(self, paths: Paths) -> None:
        self.calls: list[object] = []
        self.posted: list[Message] = []
        self.stores: list[Store] = []
        self.service = WritingService(
            paths,
            self._post,
            on_opened=self._opened,
            on_recorded=lambda event, song: self.calls.append((event, song)),
            on_unstored=self.calls.append,
        )

    def _post(self, message: Message) -> None:
        self.calls.append(message)
        self.posted.append(message)

    def _opened(self, store: Store) -> None:
        self.calls.append(store)
        self.stores.append(store)

    def open(self) -> LibraryOpened:
        self.service.open()
        until(lambda: self.posted)
        [opened] = of_kind(self.posted, LibraryOpened)
        self.calls.clear()
        self.posted.clear()
        return opened


@pytest.fixture
def bench(paths: Paths, library: None) -> Iterator[Bench]:
    del library
    bench = Bench(paths)
    yield bench
    bench.service.close()


def feedback_of(kind: FeedbackKind) -> Feedback:
    return Feedback(kind, SONG, NOON)


def on_disk(paths: Paths) -> Song:
    with Store.open(paths.library, read_only=True) as store:
        return store.song(SONG)


class TestOpening:
    def test_the_library_content_is_posted(self, bench: Bench) -> None:
        opened = bench.open()
        assert (len(opened.songs), opened.folders) == (24, ["/music"])
        assert (opened.notices, opened.read_only) == ([], False)

    def test_on_opened_is_called_before_library_opened_is_posted(self, bench: Bench) -> None:
        bench.service.open()
        until(lambda: bench.posted)
        assert bench.calls == [*bench.stores, *bench.posted]
        assert len(bench.stores) == 1

    def test_a_second_player_shows_the_library_and_names_the_first(
        self, bench: Bench, paths: Paths
    ) -> None:
        with Store.open(paths.library):
            opened = bench.open()
        assert opened.read_only
        assert len(opened.songs) == 24
        [notice] = opened.notices
        assert notice.endswith(": this one shows the library but keeps no ratings")

    def test_an_unopenable_library_is_reported(self, paths: Paths) -> None:
        (paths.library / "lock").mkdir(parents=True)
        bench = Bench(paths)
        bench.service.open()
        bench.service.record(feedback_of(FeedbackKind.LIKE))
        bench.service.close()
        assert kinds(bench.posted) == [LibraryFailed]
        assert bench.stores == []


class TestFeedback:
    def test_feedback_is_on_disk_before_it_is_posted(self, bench: Bench, paths: Paths) -> None:
        ratings: list[int] = []

        def post(message: Message) -> None:
            if isinstance(message, SongRecorded):
                ratings.append(on_disk(paths).rating)

        service = WritingService(
            paths,
            post,
            on_opened=lambda _: None,
            on_recorded=lambda _event, _song: ratings.append(on_disk(paths).rating),
            on_unstored=lambda _: None,
        )
        service.open()
        service.record(feedback_of(FeedbackKind.LIKE))
        service.close()
        assert ratings == [1, 1]

    def test_on_recorded_is_called_before_song_recorded_is_posted(self, bench: Bench) -> None:
        bench.open()
        bench.service.record(feedback_of(FeedbackKind.LIKE))
        bench.service.close()
        [recorded] = of_kind(bench.posted, SongRecorded)
        assert recorded.song.rating == 1
        assert bench.calls == [(feedback_of(FeedbackKind.LIKE), recorded.song), recorded]

    def test_feedback_on_a_merged_song_goes_to_the_remaining_song(self, bench: Bench) -> None:
        bench.open()
        [store] = bench.stores
        store.take_over(SongId(2), SONG)
        bench.service.record(feedback_of(FeedbackKind.LIKE))
        bench.service.close()
        [recorded] = of_kind(bench.posted, SongRecorded)
        assert recorded.song.id == 2
        assert bench.calls[0] == (Feedback(FeedbackKind.LIKE, SongId(2), NOON), recorded.song)

    def test_feedback_on_an_unknown_song_is_reported(
        self, bench: Bench, caplog: pytest.LogCaptureFixture
    ) -> None:
        bench.open()
        with caplog.at_level(logging.CRITICAL):
            bench.service.record(Feedback(FeedbackKind.LIKE, SongId(99), NOON))
            bench.service.close()
        assert bench.calls == [LibraryFailed("something went wrong (see the log)")]

    def test_closing_waits_for_all_recorded_events(self, bench: Bench, paths: Paths) -> None:
        bench.open()
        for _ in range(20):
            bench.service.record(feedback_of(FeedbackKind.PLAY))
        bench.service.close()
        with Store.open(paths.library) as store:
            assert store.song(SONG).plays == 20

    def test_the_library_is_free_after_closing(self, bench: Bench, paths: Paths) -> None:
        bench.open()
        bench.service.close()
        with Store.open(paths.library) as store:
            assert not store.read_only


class TestUnstoredFeedback:
    def test_a_read_only_player_reports_a_lost_rating(self, bench: Bench, paths: Paths) -> None:
        with Store.open(paths.library):
            bench.open()
            bench.service.record(feedback_of(FeedbackKind.LIKE))
            bench.service.close()
        [failed] = bench.calls
        assert isinstance(failed, LibraryFailed)
        assert failed.reason.startswith("not kept: ")

    def test_a_read_only_player_passes_on_a_play_without_a_report(
        self, bench: Bench, paths: Paths
    ) -> None:
        with Store.open(paths.library):
            bench.open()
            bench.service.record(feedback_of(FeedbackKind.PLAY))
            bench.service.close()
        assert bench.calls == [feedback_of(FeedbackKind.PLAY)]

    def test_a_writing_player_reports_an_unstored_skip_and_passes_it_on(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_store: Store, _event: Feedback) -> Song:
            raise LibraryError("the disk is full")

        monkeypatch.setattr(Store, "record", full)
        bench.open()
        bench.service.record(feedback_of(FeedbackKind.SKIP))
        bench.service.close()
        assert bench.calls == [
            LibraryFailed("not kept: the disk is full"),
            feedback_of(FeedbackKind.SKIP),
        ]


class TestSession:
    def test_the_session_is_saved(self, bench: Bench, paths: Paths) -> None:
        bench.service.save_session(SavedSession(current_id=3))
        bench.service.close()
        assert '"current_id": 3' in paths.session_file.read_text()

    def test_a_failed_save_of_the_session_is_only_logged(
        self, bench: Bench, paths: Paths, caplog: pytest.LogCaptureFixture
    ) -> None:
        paths.state.touch()
        bench.service.save_session(SavedSession())
        bench.service.close()
        assert bench.calls == []
        assert "the session could not be saved" in caplog.text
