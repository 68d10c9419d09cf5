"""Tests of the three services with one store."""

import subprocess
import sys
import time
from pathlib import Path
from threading import enumerate as enumerate_threads

import pytest
from textual.message import Message

from tests.audio_files import write_tone
from tests.short_demo import compose_two
from tests.tui_player.services.posted import of_kind, until
from tests.tui_player.songs import make_songs
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.ranking.request import RankRequest, Weights
from tui_player.library.ranking.strategy import Strategy
from tui_player.library.song import SongId
from tui_player.library.store.store import Store
from tui_player.paths import Paths
from tui_player.services.library_services import LibraryServices
from tui_player.services.messages import (
    LibraryOpened,
    RankingDone,
    RankingOutdated,
    SongRecorded,
    SongsScanned,
)

REQUEST = RankRequest(0.0, 0.0, Strategy.MATCH, now=1000.0)
THREADS = ("listeners", "ranking", "scan", "store", "watch")


def at_work() -> list[str]:
    return [thread.name for thread in enumerate_threads() if thread.name.startswith(THREADS)]


def test_closing_during_opening_ends_all_threads(paths: Paths, tmp_path: Path) -> None:
    with Store.open(paths.library) as store:
        store.add_folder(str(tmp_path))
    services = LibraryServices(paths, lambda _: None)
    services.open()
    services.close()
    assert at_work() == []


@pytest.mark.usefixtures("library")
def test_closing_during_work_ends_all_threads_and_frees_the_library(
    paths: Paths,
) -> None:
    posted: list[Message] = []
    services = LibraryServices(paths, posted.append)
    services.open()
    until(lambda: of_kind(posted, LibraryOpened))
    services.start_background_work()
    services.ranking.rank(REQUEST, Weights())
    services.writing.record(Feedback(FeedbackKind.LIKE, SongId(1), 1.0))
    services.close()
    assert at_work() == []
    with Store.open(paths.library) as store:
        assert store.song(SongId(1)).rating == 1


def test_closing_does_not_wait_for_scan_demo_or_ranking(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui_player.services.demo_composer.compose_and_hear", compose_two)
    posted: list[Message] = []
    services = LibraryServices(paths, posted.append)
    services.open()
    until(lambda: of_kind(posted, LibraryOpened))
    services.scanning.make_demo()
    until(lambda: of_kind(posted, SongsScanned))
    services.ranking._ranking.do(time.sleep, 0.2)
    services.ranking.rank(REQUEST, Weights())
    services.close()
    assert not list(paths.demo_music.rglob("*.ogg"))
    assert not of_kind(posted, RankingDone)
    with Store.open(paths.library) as store:
        assert store.songs()
        assert store.folders() == []


def test_background_work_learns_from_others_and_finds_new_files(
    paths: Paths, tmp_path: Path
) -> None:
    new = write_tone(tmp_path / "music" / "new.wav")
    with Store.open(paths.library, profile="ben") as store:
        [song] = store.put(make_songs(1)[:1])
        store.add_folder(str(new.parent))
        store.record(Feedback(FeedbackKind.LIKE, song.id, 1.0))
    posted: list[Message] = []
    services = LibraryServices(paths, posted.append)
    services.open()
    until(lambda: of_kind(posted, LibraryOpened))
    services.start_background_work()
    until(lambda: of_kind(posted, RankingOutdated) and of_kind(posted, SongsScanned))
    services.close()
    assert of_kind(posted, SongsScanned)[0].songs[0].path == str(new)


@pytest.mark.usefixtures("library")
def test_a_ranking_after_song_recorded_uses_the_rating(paths: Paths) -> None:
    posted: list[Message] = []
    services = LibraryServices(paths, posted.append)
    services.open()
    services.writing.record(Feedback(FeedbackKind.LIKE, SongId(1), 1.0))
    until(lambda: of_kind(posted, SongRecorded))
    services.ranking.rank(REQUEST, Weights())
    until(lambda: of_kind(posted, RankingDone))
    services.close()
    [done] = of_kind(posted, RankingDone)
    assert [pick.song.id for pick in done.picks if pick.song.rating] == [1]


@pytest.mark.usefixtures("library")
def test_a_song_played_by_a_read_only_player_cools_down_there(paths: Paths) -> None:
    posted: list[Message] = []
    services = LibraryServices(paths, posted.append)
    with Store.open(paths.library):
        services.open()
        services.writing.record(Feedback(FeedbackKind.PLAY, SongId(1), 1000.0))
        until(lambda: of_kind(posted, RankingOutdated))
        services.ranking.rank(REQUEST, Weights())
        until(lambda: of_kind(posted, RankingDone))
        services.close()
    [done] = of_kind(posted, RankingDone)
    assert done.picks[-1].song.id == 1


def test_modules_used_only_in_threads_are_not_imported_with_the_services() -> None:
    program = "import sys, tui_player.services.library_services; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    slow = {"numpy", "tinydb", "watchfiles"}
    ours = {"catalog", "ranking.ranker", "scan.scan", "scan.watch", "store.store"}
    assert not set(done.stdout.split()) & (slow | {f"tui_player.library.{name}" for name in ours})
