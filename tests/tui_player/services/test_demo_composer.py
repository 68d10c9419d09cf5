"""The demo: composed and heard in workers, and put into the library by the scanning service."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from textual.message import Message

from tests.library.scan.scanning import song_file
from tests.short_demo import compose_beginning, compose_two, compose_unheard
from tests.tui_player.services.posted import of_kind, until
from tui_player.demo.files import PIECE_COUNT
from tui_player.library.store.store import Store
from tui_player.paths import Paths
from tui_player.services.messages import (
    AnalysisEnded,
    DemoEnded,
    ScanAdvanced,
    ScanFailed,
    SongsScanned,
)
from tui_player.services.scanning import ScanningService

COMPOSE = "tui_player.services.demo_composer.compose_and_hear"


@pytest.fixture(autouse=True)
def short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pieces be composed in moments."""
    monkeypatch.setattr(COMPOSE, compose_beginning)


@pytest.fixture
def posted() -> list[Message]:
    return []


@pytest.fixture
def service(posted: list[Message], paths: Paths) -> Iterator[ScanningService]:
    """A service without a store."""
    service = ScanningService(paths.demo_music, posted.append, on_change=lambda: None)
    yield service
    service.stop()
    service.finish()


@pytest.fixture
def library(paths: Paths) -> Iterator[Store]:
    """An empty, writable library."""
    with Store.open(paths.library) as store:
        yield store


def wait_for_all(service: ScanningService) -> None:
    """Wait for the work that the service has begun."""
    done = Event()
    service._scanning.do(done.set)
    done.wait()


def test_each_piece_enters_the_library_with_what_was_heard(
    service: ScanningService, posted: list[Message], library: Store, paths: Paths
) -> None:
    service.use(library)
    service.make_demo()
    until(lambda: of_kind(posted, DemoEnded))
    first = of_kind(posted, SongsScanned)[0].songs
    assert 0 < len(first) < PIECE_COUNT
    assert all(song.analysis is not None for song in first)
    assert len(library.songs()) == PIECE_COUNT
    assert of_kind(posted, DemoEnded) == [DemoEnded([str(paths.demo_music)])]
    steps = [message.progress for message in of_kind(posted, ScanAdvanced)]
    counts = [progress.done for progress in steps if progress.phase == "composing"]
    assert counts == sorted(set(counts))
    assert (counts[0], counts[-1]) == (0, PIECE_COUNT)


def test_pieces_composed_in_advance_come_all_at_once(
    service: ScanningService,
    posted: list[Message],
    library: Store,
    paths: Paths,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(COMPOSE, compose_two)
    service.use(library)
    service.prepare_demo()
    until(lambda: len(list(paths.demo_music.rglob("*.flac"))) == 2)
    until(lambda: sum(piece.done() for piece in service._composer._awaited) == 2)
    assert posted == []
    assert library.songs() == []
    service.make_demo()
    until(lambda: of_kind(posted, SongsScanned))
    assert len(of_kind(posted, SongsScanned)[0].songs) == 2


def test_pieces_composed_in_advance_are_deleted_if_they_are_not_wanted(
    service: ScanningService, posted: list[Message], library: Store, paths: Paths
) -> None:
    service.use(library)
    service.prepare_demo()
    until(lambda: list(paths.demo_music.rglob("*.flac")))
    service.discard_demo()
    wait_for_all(service)
    assert not paths.demo_music.exists()
    assert posted == []


def test_closing_deletes_pieces_that_nobody_has_chosen(
    service: ScanningService, library: Store, paths: Paths
) -> None:
    service.use(library)
    service.prepare_demo()
    until(lambda: list(paths.demo_music.rglob("*.flac")))
    service.stop()
    service.finish()
    assert not paths.demo_music.exists()


def test_closing_keeps_a_demo_that_is_complete(
    service: ScanningService, posted: list[Message], library: Store, paths: Paths
) -> None:
    service.use(library)
    service.prepare_demo()
    service.make_demo()
    until(lambda: of_kind(posted, DemoEnded))
    service.stop()
    service.finish()
    assert all(Path(song.path).exists() for song in library.songs())


def test_a_folder_that_was_there_before_is_not_deleted(
    service: ScanningService, library: Store, paths: Paths
) -> None:
    kept = song_file(paths.demo_music / "kept.ogg")
    service.use(library)
    service.prepare_demo()
    service.discard_demo()
    wait_for_all(service)
    assert kept.exists()


def test_a_piece_that_was_not_heard_is_heard_later(
    service: ScanningService,
    posted: list[Message],
    library: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(COMPOSE, compose_unheard)
    service.use(library)
    service.make_demo()
    until(lambda: of_kind(posted, AnalysisEnded))
    assert all(song.analysis is not None for song in library.songs())


def test_a_stopped_demo_keeps_its_pieces_and_is_reported(
    service: ScanningService,
    posted: list[Message],
    library: Store,
    paths: Paths,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(COMPOSE, compose_two)
    service.use(library)
    service.make_demo()
    until(lambda: len(library.songs()) == 2)
    service.cancel()
    until(lambda: of_kind(posted, ScanFailed))
    assert of_kind(posted, ScanFailed) == [ScanFailed("the demo was stopped")]
    assert library.folders() == [str(paths.demo_music)]


def test_a_demo_stopped_before_its_first_piece_leaves_the_library_empty(
    service: ScanningService, posted: list[Message], library: Store
) -> None:
    service.use(library)
    service.make_demo()
    service.cancel()
    until(lambda: of_kind(posted, ScanFailed))
    assert (library.songs(), library.folders()) == ([], [])


def test_a_demo_without_a_writable_folder_is_reported(
    service: ScanningService, posted: list[Message], library: Store, paths: Paths
) -> None:
    paths.demo_music.touch()
    service.use(library)
    service.make_demo()
    until(lambda: of_kind(posted, ScanFailed))
    service.finish()
    [failed] = of_kind(posted, ScanFailed)
    assert failed.reason.startswith("the demo could not be made: ")
    assert not of_kind(posted, DemoEnded)


def test_a_read_only_library_takes_no_demo(
    service: ScanningService, posted: list[Message], library: Store, paths: Paths
) -> None:
    with Store.open(paths.library, read_only=True) as shown:
        service.use(shown)
        service.make_demo()
        until(lambda: posted)
    assert library.songs() == []
    reason = "the library is open read-only: scan from the other player"
    assert posted == [ScanFailed(reason)]
