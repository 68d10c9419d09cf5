"""A real cluster of two worker processes on this machine."""

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster

from tests import fake_network
from tests.library.scan.scanning import counts, scanned, song_file
from tui_player.errors import LibraryError
from tui_player.library.scan.analysis import Analyser
from tui_player.library.scan.scan import scan
from tui_player.library.song import Song, SongId
from tui_player.library.store.store import Store
from tui_player.library.workers.cluster import connected
from tui_player.library.workers.tasks import CALLS_PER_CORE

SONGS = 24


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    local: Any = LocalCluster
    with local(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as running:
        yield running


@pytest.fixture
def music(tmp_path: Path) -> Path:
    for number in range(SONGS):
        song_file(tmp_path / "music" / f"{number:02}.mp3")
    song_file(tmp_path / "music" / "broken.mp3", b"text")
    return tmp_path / "music"


def scanned_by(
    cluster: Any, folder: Path, music: Path, analyse: Any = fake_network.hear
) -> list[Song]:
    analyser = Analyser(fake_network.VERSION, analyse)
    with Store.open(folder) as store, connected(cluster.scheduler_address) as found:
        report = scan(
            store,
            [music],
            executor=found.executor,
            in_flight=CALLS_PER_CORE * found.cores,
            analyser=analyser,
        )
        assert counts(report) == (SONGS, 0, 0, 0, 1)
        return found_in(store)


def found_in(store: Store) -> list[Song]:
    """The songs without their order and times."""
    songs = [replace(song, id=SongId(0), added_at=0.0) for song in store.songs()]
    return sorted(songs, key=lambda song: song.path)


def hear_and_end_one_worker(path: str) -> Any:
    """End the worker once during a song, as a power failure would."""
    name = Path(path)
    mark = name.with_suffix(".pulled")
    if name.name == "07.mp3" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return fake_network.hear(path)


def test_a_cluster_gives_the_same_results_as_this_machine(
    cluster: Any, music: Path, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "here") as store:
        scanned(store, music)
        here = found_in(store)
    assert scanned_by(cluster, tmp_path / "there", music) == here


def test_a_worker_that_is_killed_during_a_song_loses_nothing(
    cluster: Any, music: Path, tmp_path: Path
) -> None:
    songs = scanned_by(cluster, tmp_path / "library", music, hear_and_end_one_worker)
    assert (music / "07.pulled").exists()
    assert sum(song.analysis is not None for song in songs) == SONGS


def test_a_cluster_that_does_not_answer_gives_a_one_line_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tui_player.library.workers.cluster.CONNECT_S", 1)
    with (
        pytest.raises(LibraryError, match=r"no cluster answers at tcp://127\.0\.0\.1:9") as caught,
        connected("tcp://127.0.0.1:9"),
    ):
        pass
    assert "\n" not in str(caught.value)
    with pytest.raises(LibraryError, match="no cluster"), connected("nonsense://x"):
        pass
