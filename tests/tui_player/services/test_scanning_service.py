"""Scans in their threads, without ranking and without anybody who records feedback."""

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
from tests.short_demo import render_short_demo
from tests.tui_player.services.posted import kinds, of_kind, until
from tui_player.errors import AudioError, LibraryError
from tui_player.library.song import SongId
from tui_player.library.store.store import Store
from tui_player.paths import Paths
from tui_player.services.messages import (
    DemoReady,
    LibraryFailed,
    RestHeard,
    ScanAdvanced,
    ScanEnded,
    ScanFailed,
    SongsScanned,
)
from tui_player.services.scanning import ScanningService


class Changed(Message):
    """The service said that songs have changed."""


@pytest.fixture(autouse=True)
def fake_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remaining songs are analysed by a network that goes by file names."""

    def analysed(store: Store, **options: Any) -> int:
        return remaining_analysed(store, NETWORK, **options)

    monkeypatch.setattr("tui_player.library.scan.scan.analyse_remaining", analysed)


@pytest.fixture
def posted() -> list[Message]:
    return []


@pytest.fixture
def service(posted: list[Message], paths: Paths) -> Iterator[ScanningService]:
    """Without a store as yet."""
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
    """Empty and writable."""
    with Store.open(paths.library) as store:
        yield store


@pytest.fixture
def read_only(paths: Paths, music: Path) -> Iterator[Store]:
    """The library of another player, in which one song is not there yet."""
    with Store.open(paths.library) as store:
        scanned(store, music)
        song_file(music / "new.ogg")
        with Store.open(paths.library, read_only=True) as shown:
            yield shown


def names(messages: list[SongsScanned]) -> set[str]:
    return {Path(song.path).name for message in messages for song in message.songs}


def wait_for_all(service: ScanningService) -> None:
    """For what is being done, and for what that gives the thread to do."""
    for _ in range(2):
        done = Event()
        service._scanning.do(done.set)
        done.wait()


def is_watched() -> bool:
    return any(thread.name == "watch" for thread in enumerate_threads())


class TestScan:
    def test_songs_are_told_then_the_end_then_that_all_are_analysed(
        self, service: ScanningService, posted: list[Message], library: Store, music: Path
    ) -> None:
        service.use(library)
        service.scan([str(music)])
        until(lambda: of_kind(posted, RestHeard))
        said = [kind for kind in kinds(posted) if kind not in {ScanAdvanced, Changed}]
        assert said == [SongsScanned, ScanEnded, *[SongsScanned] * (len(said) - 3), RestHeard]
        [ended] = of_kind(posted, ScanEnded)
        assert (ended.report.added, ended.folders) == (2, [str(music)])
        assert all(song.analysis is None for song in ended.songs)
        assert all(song.analysis is not None for song in library.songs())

    def test_that_songs_have_changed_is_said_before_they_are_told(
        self, service: ScanningService, posted: list[Message], library: Store, music: Path
    ) -> None:
        service.use(library)
        service.scan([str(music)])
        until(lambda: of_kind(posted, RestHeard))
        said = kinds(posted)
        told = [place for place, kind in enumerate(said) if kind in {SongsScanned, ScanEnded}]
        assert {said[place - 1] for place in told} == {Changed}

    def test_it_is_watched_from_then_on(
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

    def test_without_a_library_it_is_said(
        self, service: ScanningService, posted: list[Message], music: Path
    ) -> None:
        service.scan([str(music)])
        until(lambda: posted)
        assert posted == [ScanFailed("the library is not open: try again")]

    def test_the_library_of_another_player_is_left_alone(
        self, service: ScanningService, posted: list[Message], read_only: Store, music: Path
    ) -> None:
        service.use(read_only)
        service.scan([str(music)])
        until(lambda: posted)
        reason = "the library is open read-only: scan from the other player"
        assert posted == [ScanFailed(reason)]

    def test_a_store_that_can_not_be_written_is_said(
        self, service: ScanningService, posted: list[Message], library: Store, music: Path
    ) -> None:
        service.use(library)
        library.close()
        service.scan([str(music)])
        until(lambda: of_kind(posted, ScanFailed))
        assert not of_kind(posted, ScanEnded)

    def test_wanted_songs_are_asked_for_as_songs_are_analysed(
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
        service.use(library)
        service.wanted = [SongId(2)]
        service.scan([str(music)])
        until(lambda: of_kind(posted, RestHeard))
        assert asked == [[SongId(2)]]

    def test_an_analysis_that_can_not_begin_is_said(
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


class TestSettling:
    def test_what_changed_while_no_player_ran_is_found(
        self, service: ScanningService, posted: list[Message], library: Store, music: Path
    ) -> None:
        scanned(library, music)
        (music / "a.ogg").unlink()
        song_file(music / "new.ogg")
        service.use(library)
        service.settle()
        until(lambda: {"a.ogg", "new.ogg"} <= names(of_kind(posted, SongsScanned)))
        missing = {Path(song.path).name for song in library.songs() if song.missing}
        assert missing == {"a.ogg"}

    def test_a_folder_that_is_away_loses_no_songs(
        self, service: ScanningService, posted: list[Message], library: Store, music: Path
    ) -> None:
        scanned(library, music)
        away = music.rename(music.with_name("away"))
        music.mkdir()  # as the place of a drive is
        service.use(library)
        service.settle()
        service.finish()
        assert away.is_dir()
        assert not of_kind(posted, SongsScanned)
        assert not any(song.missing for song in library.songs())

    def test_it_happens_once(
        self, service: ScanningService, library: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        looks: list[object] = []
        monkeypatch.setattr(service, "_catch_up", looks.append)
        service.settle()
        service.use(library)
        service.settle()
        service.settle()
        service.finish()
        assert looks == [library]

    def test_a_file_that_comes_later_is_found(
        self, service: ScanningService, posted: list[Message], library: Store, music: Path
    ) -> None:
        scanned(library, music)
        service.use(library)
        service.settle()
        until(is_watched)
        new = song_file(music / "new.ogg")
        looks = count()

        def is_found() -> bool:
            if next(looks) % 200 == 199:  # what came before the folder was watched is not told
                new.touch()
            song = library.by_path(str(new))
            return song is not None and song.analysis is not None

        until(is_found)
        assert "new.ogg" in names(of_kind(posted, SongsScanned))

    def test_the_library_of_another_player_is_neither_watched_nor_caught_up(
        self, service: ScanningService, posted: list[Message], read_only: Store
    ) -> None:
        service.use(read_only)
        service.settle()
        service.finish()
        assert posted == []
        assert not is_watched()

    def test_folders_that_can_not_be_watched_are_said(
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
        service.settle()
        until(lambda: posted)
        assert posted == [LibraryFailed("folders can't be watched: too many")]


class TestClosing:
    def test_nothing_is_at_work_afterwards(
        self, service: ScanningService, library: Store, music: Path
    ) -> None:
        scanned(library, music)
        service.use(library)
        service.settle()
        until(is_watched)
        service.stop()
        service.finish()
        assert not is_watched()

    def test_a_watch_that_begins_while_it_closes_is_ended_too(
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


class TestDemo:
    def test_its_folder_is_told(
        self,
        service: ScanningService,
        posted: list[Message],
        paths: Paths,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("tui_player.demo.files.render_demo", render_short_demo)
        service.make_demo()
        until(lambda: posted)
        assert posted == [DemoReady(str(paths.demo_music))]
        assert list(paths.demo_music.rglob("*.ogg"))

    def test_one_that_is_stopped_is_said_to_be(
        self, service: ScanningService, posted: list[Message], paths: Paths
    ) -> None:
        service.make_demo()
        service.cancel()
        until(lambda: posted)
        service.finish()
        assert posted == [ScanFailed("the demo was stopped")]
        assert not list(paths.demo_music.rglob("*.ogg"))

    def test_one_that_has_no_place_is_said_to_have_none(
        self,
        service: ScanningService,
        posted: list[Message],
        paths: Paths,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("tui_player.demo.files.render_demo", render_short_demo)
        paths.data.mkdir(parents=True)
        paths.demo_music.touch()
        service.make_demo()
        until(lambda: posted)
        [failed] = of_kind(posted, ScanFailed)
        assert failed.reason.startswith("the demo could not be made: ")
