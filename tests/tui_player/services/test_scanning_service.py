"""Tests of the scanning service alone."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from threading import Event
from threading import enumerate as enumerate_threads
from typing import Any

import pytest
from textual.message import Message

from tests.fake_network import NETWORK
from tests.library.scan.scanning import remaining_analysed, scanned, song_file
from tests.tui_player.services.posted import kinds, of_kind, until
from tui_player.errors import AudioError, LibraryError
from tui_player.library.song import SongId
from tui_player.library.store.store import Store
from tui_player.paths import Paths
from tui_player.services.messages import (
    AnalysisEnded,
    LibraryFailed,
    ScanAdvanced,
    ScanEnded,
    ScanFailed,
    SongsScanned,
)
from tui_player.services.scanning import FIRST_HEARD, ScanningService


class Changed(Message):
    """The service called `on_change`."""


@pytest.fixture(autouse=True)
def fake_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the network by one that analyses file names."""

    def analysed(store: Store, **options: Any) -> int:
        return remaining_analysed(store, NETWORK, **options)

    monkeypatch.setattr("tui_player.library.scan.scan.analyse_remaining", analysed)


@pytest.fixture
def posted() -> list[Message]:
    return []


@pytest.fixture
def service(posted: list[Message], paths: Paths) -> Iterator[ScanningService]:
    """A service without a store."""
    service = ScanningService(
        paths.demo_music, posted.append, on_change=lambda: posted.append(Changed())
    )
    yield service
    service.stop()
    service.finish()


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "music"
    for name in ("a", "b"):
        song_file(folder / f"{name}.ogg")
    return folder


@pytest.fixture
def library(paths: Paths) -> Iterator[Store]:
    """An empty, writable library."""
    with Store.open(paths.library) as store:
        yield store


@pytest.fixture
def read_only(paths: Paths, music: Path) -> Iterator[Store]:
    """The library of another player, without one of the songs."""
    with Store.open(paths.library) as store:
        scanned(store, music)
        song_file(music / "new.ogg")
        with Store.open(paths.library, read_only=True) as shown:
            yield shown


def names(messages: list[SongsScanned]) -> set[str]:
    return {Path(song.path).name for message in messages for song in message.songs}


def wait_for_all(service: ScanningService) -> None:
    """Wait for the running work and for the work that it submits."""
    for _ in range(2):
        done = Event()
        service._scanning.do(done.set)
        done.wait()


def is_watched() -> bool:
    return any(thread.name == "watch" for thread in enumerate_threads())


class TestScan:
    def test_a_scan_posts_songs_then_its_end_then_the_end_of_the_analysis(
        self, service: ScanningService, posted: list[Message], library: Store, music: Path
    ) -> None:
        service.use(library)
        service.scan([str(music)])
        until(lambda: of_kind(posted, AnalysisEnded))
        posted_kinds = [kind for kind in kinds(posted) if kind not in {ScanAdvanced, Changed}]
        assert posted_kinds == [
            SongsScanned,
            ScanEnded,
            *[SongsScanned] * (len(posted_kinds) - 3),
            AnalysisEnded,
        ]
        [ended] = of_kind(posted, ScanEnded)
        assert (ended.report.added, ended.folders) == (2, [str(music)])
        assert all(song.analysis is None for song in ended.songs)
        assert all(song.analysis is not None for song in library.songs())

    def test_on_change_is_called_before_songs_are_posted(
        self, service: ScanningService, posted: list[Message], library: Store, music: Path
    ) -> None:
        service.use(library)
        service.scan([str(music)])
        until(lambda: of_kind(posted, AnalysisEnded))
        posted_kinds = kinds(posted)
        songs_at = [
            place for place, kind in enumerate(posted_kinds) if kind in {SongsScanned, ScanEnded}
        ]
        assert {posted_kinds[place - 1] for place in songs_at} == {Changed}

    def test_a_scanned_folder_is_watched(
        self, service: ScanningService, posted: list[Message], library: Store, music: Path
    ) -> None:
        service.use(library)
        service.scan([str(music)])
        until(lambda: of_kind(posted, ScanEnded) and is_watched())

    def test_a_cancelled_scan_ends_and_nothing_is_analysed_or_watched(
        self, service: ScanningService, posted: list[Message], library: Store, music: Path
    ) -> None:
        service.use(library)
        service.scan([str(music)])
        service.cancel()
        until(lambda: of_kind(posted, ScanEnded))
        wait_for_all(service)
        assert kinds(posted)[-1] == ScanEnded
        assert not is_watched()

    def test_a_scan_without_a_library_fails(
        self, service: ScanningService, posted: list[Message], music: Path
    ) -> None:
        service.scan([str(music)])
        until(lambda: posted)
        assert posted == [ScanFailed("the library is not open: try again")]

    def test_a_read_only_library_is_not_changed(
        self, service: ScanningService, posted: list[Message], read_only: Store, music: Path
    ) -> None:
        service.use(read_only)
        service.scan([str(music)])
        until(lambda: posted)
        reason = "the library is open read-only: scan from the other player"
        assert posted == [ScanFailed(reason)]

    def test_an_unwritable_store_is_reported(
        self, service: ScanningService, posted: list[Message], library: Store, music: Path
    ) -> None:
        service.use(library)
        library.close()
        service.scan([str(music)])
        until(lambda: of_kind(posted, ScanFailed))
        assert not of_kind(posted, ScanEnded)

    def test_the_analysis_asks_for_the_wanted_songs(
        self,
        service: ScanningService,
        posted: list[Message],
        library: Store,
        music: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        asked: list[object] = []

        def analyse_remaining(_store: Store, wanted: Callable[[], object], **_options: Any) -> int:
            asked.append(wanted())
            return 1

        monkeypatch.setattr("tui_player.library.scan.scan.analyse_remaining", analyse_remaining)
        scanned(library, music)
        song_file(music / "new.ogg")
        service.use(library)
        service.wanted = [SongId(2)]
        service.scan([str(music)])
        until(lambda: of_kind(posted, AnalysisEnded))
        assert asked == [[SongId(2)]]

    def test_an_analysis_without_workers_is_reported(
        self,
        service: ScanningService,
        posted: list[Message],
        library: Store,
        music: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def analyse_remaining(_store: Store, **_options: Any) -> int:
            raise AudioError("there are no workers")

        monkeypatch.setattr("tui_player.library.scan.scan.analyse_remaining", analyse_remaining)
        service.use(library)
        service.scan([str(music)])
        until(lambda: of_kind(posted, ScanFailed))
        assert of_kind(posted, ScanFailed) == [ScanFailed("there are no workers")]

    def test_a_library_never_heard_is_heard_all_over_first(
        self,
        service: ScanningService,
        posted: list[Message],
        library: Store,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        albums = [tmp_path / "music" / f"album {number}" for number in range(FIRST_HEARD)]
        for album in albums:
            for track in range(3):
                song_file(album / f"{track}.ogg")
        asked: list[list[SongId]] = []

        def analyse_remaining(
            _store: Store, wanted: Callable[[], list[SongId]], **_options: Any
        ) -> int:
            asked.append(wanted())
            return 1

        monkeypatch.setattr("tui_player.library.scan.scan.analyse_remaining", analyse_remaining)
        service.use(library)
        service.wanted = [SongId(2)]
        service.scan([str(tmp_path / "music")])
        until(lambda: of_kind(posted, AnalysisEnded))
        [wanted] = asked
        assert {Path(library.song(one).path).parent for one in wanted[:-1]} == set(albums)
        assert wanted[-1] == SongId(2)


class TestBackgroundWork:
    def test_changes_made_while_no_player_ran_are_found(
        self, service: ScanningService, posted: list[Message], library: Store, music: Path
    ) -> None:
        scanned(library, music)
        (music / "a.ogg").unlink()
        song_file(music / "new.ogg")
        service.use(library)
        service.start_background_work()
        until(lambda: {"a.ogg", "new.ogg"} <= names(of_kind(posted, SongsScanned)))
        missing = {Path(song.path).name for song in library.songs() if song.missing}
        assert missing == {"a.ogg"}

    def test_an_unmounted_folder_loses_no_songs(
        self, service: ScanningService, posted: list[Message], library: Store, music: Path
    ) -> None:
        scanned(library, music)
        away = music.rename(music.with_name("away"))
        music.mkdir()  # like an empty mount point
        service.use(library)
        service.start_background_work()
        service.finish()
        assert away.is_dir()
        assert not of_kind(posted, SongsScanned)
        assert not any(song.missing for song in library.songs())

    def test_background_work_starts_once(
        self, service: ScanningService, library: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        calls: list[object] = []
        monkeypatch.setattr(service, "_catch_up", calls.append)
        service.start_background_work()
        service.use(library)
        service.start_background_work()
        service.start_background_work()
        service.finish()
        assert calls == [library]

    def test_a_file_added_later_is_found(
        self, service: ScanningService, posted: list[Message], library: Store, music: Path
    ) -> None:
        scanned(library, music)
        service.use(library)
        service.start_background_work()
        until(is_watched)
        new = song_file(music / "new.ogg")
        calls = count()

        def is_found() -> bool:
            if next(calls) % 200 == 199:  # earlier changes are not reported
                new.touch()
            song = library.by_path(str(new))
            return song is not None and song.analysis is not None

        until(is_found)
        assert "new.ogg" in names(of_kind(posted, SongsScanned))

    def test_a_read_only_library_is_neither_watched_nor_rescanned(
        self, service: ScanningService, posted: list[Message], read_only: Store
    ) -> None:
        service.use(read_only)
        service.start_background_work()
        service.finish()
        assert posted == []
        assert not is_watched()

    def test_unwatchable_folders_are_reported(
        self,
        service: ScanningService,
        posted: list[Message],
        library: Store,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def changes(_watch: object) -> Iterator[set[str]]:
            raise LibraryError("folders can't be watched: too many")

        monkeypatch.setattr("tui_player.library.scan.watch.Watch.changes", changes)
        service.use(library)
        service.start_background_work()
        until(lambda: posted)
        assert posted == [LibraryFailed("folders can't be watched: too many")]


class TestClosing:
    def test_closing_ends_all_threads(
        self, service: ScanningService, library: Store, music: Path
    ) -> None:
        scanned(library, music)
        service.use(library)
        service.start_background_work()
        until(is_watched)
        service.stop()
        service.finish()
        assert not is_watched()

    def test_a_watch_begun_during_closing_is_ended(
        self, service: ScanningService, library: Store, music: Path
    ) -> None:
        scanned(library, music)
        begun, gate = Event(), Event()

        def work() -> None:
            begun.set()
            gate.wait()
            service._watch()

        service.use(library)
        service._scanning.do(work)
        begun.wait()
        service.stop()
        gate.set()
        service.finish()
        assert not is_watched()
