"""Scans of real folders into a real store; only the network is fake."""

import os
import threading
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests import fake_network
from tests.audio_files import write_tags, write_tone
from tests.library.scan.scanning import at, counts, like, remaining_analysed, scanned, song_file
from tui_player.errors import LibraryError
from tui_player.library.scan import file_reader as reading
from tui_player.library.scan.analysis import Analyser
from tui_player.library.scan.progress import ScanProgress
from tui_player.library.scan.scan import scan
from tui_player.library.song import Song
from tui_player.library.store.store import Store


def opened_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths of the files that are read from now on."""
    opened: list[str] = []
    read_file = reading.read_file

    def watch(found: Any) -> Any:
        opened.append(found.path)
        return read_file(found)

    monkeypatch.setattr(reading, "read_file", watch)
    return opened


class TestFirstScan:
    def test_songs_have_tags_and_analysis(self, store: Store, music: Path) -> None:
        path = write_tags(write_tone(music / "a.flac"), title="Says", artist="Nils Frahm")
        assert counts(scanned(store, music)) == (1, 0, 0, 0, 0)
        song = at(store, path)
        assert (song.title, song.artist, song.tags.duration_ms) == ("Says", "Nils Frahm", 1000)
        assert song.analysis == fake_network.analysis()
        assert song.size_bytes == path.stat().st_size
        assert song.added_at > 0

    def test_the_folder_becomes_part_of_the_library(self, store: Store, music: Path) -> None:
        scanned(store, music)
        assert store.folders() == [str(music)]

    def test_songs_are_reported_with_tags_first_and_then_analysed(
        self, store: Store, music: Path
    ) -> None:
        song_file(music / "a.mp3")
        told: list[Song] = []
        scanned(store, music, on_songs=told.extend)
        assert [song.analysis is not None for song in told] == [False, True]
        assert told[-1] == at(store, music / "a.mp3")

    def test_songs_without_analysis_are_analysed_by_a_later_scan(
        self, store: Store, music: Path
    ) -> None:
        path = song_file(music / "a.mp3")
        scanned(store, music, analyse=False)
        assert at(store, path).analysis is None
        assert counts(scanned(store, music)) == (0, 0, 1, 0, 0)
        assert at(store, path).analysis is not None

    def test_files_with_names_that_are_not_utf8_are_added(self, store: Store, music: Path) -> None:
        path = write_tone(music / os.fsdecode(b"caf\xe9.wav"))
        assert counts(scanned(store, music)) == (1, 0, 0, 0, 0)
        assert at(store, path).analysis is not None

    def test_scanning_a_single_file_adds_no_folder(self, store: Store, music: Path) -> None:
        song_file(music / "a.mp3")
        song_file(music / "b.mp3")
        assert counts(scanned(store, music / "a.mp3")) == (1, 0, 0, 0, 0)
        assert store.folders() == []

    def test_progress_completes_three_phases(self, store: Store, music: Path) -> None:
        for number in range(3):
            song_file(music / f"{number}.mp3")
        told: list[ScanProgress] = []
        scanned(store, music, on_progress=told.append)
        last = {progress.phase: progress for progress in told}
        assert list(last) == ["finding", "tags", "analysis"]
        assert [(end.done, end.total) for end in last.values()] == [(3, 3)] * 3
        assert last["analysis"].seconds_left == 0


class TestBrokenFiles:
    def test_broken_files_are_reported_with_a_reason_and_the_scan_goes_on(
        self, store: Store, music: Path
    ) -> None:
        song_file(music / "empty.mp3").write_bytes(b"")
        song_file(music / "text.mp3", b"text, really")
        song_file(music / "good.mp3")
        report = scanned(store, music)
        assert counts(report) == (1, 0, 0, 0, 2)
        assert report.failures == [
            (str(music / "empty.mp3"), "the file is empty"),
            (str(music / "text.mp3"), "is no audio"),
        ]
        assert at(store, music / "text.mp3").failure == "is no audio"

    def test_broken_files_are_reported_again_but_not_analysed_again(
        self, store: Store, music: Path
    ) -> None:
        path = song_file(music / "text.mp3", b"text, really")
        first = scanned(store, music)
        again = scanned(store, music, analyser=fake_network.BUGGY_NETWORK)
        assert again.failures == first.failures == [(str(path), "is no audio")]

    def test_a_later_network_tries_broken_files_once(self, store: Store, music: Path) -> None:
        path = song_file(music / "text.mp3", b"text, really")
        scanned(store, music)
        assert scanned(store, music, analyser=fake_network.NEWER_NETWORK).failures == []
        assert at(store, path).analysis == fake_network.analysis(fake_network.NEWER_VERSION)
        assert remaining_analysed(store, fake_network.NEWER_NETWORK) == 0

    def test_broken_files_are_analysed_after_a_change(self, store: Store, music: Path) -> None:
        path = song_file(music / "text.mp3", b"text, really")
        scanned(store, music)
        song_file(path, b"sound")
        assert counts(scanned(store, music)) == (0, 1, 0, 0, 0)
        assert (at(store, path).failure, at(store, path).analysis is None) == (None, False)

    def test_files_that_cannot_be_opened_are_tried_again(
        self, store: Store, music: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = song_file(music / "a.mp3")
        with monkeypatch.context() as patch:
            patch.setattr(reading, "read_tags", _refuse)
            report = scanned(store, music)
        assert report.failures == [(str(path), "permission denied")]
        assert store.songs() == []
        assert counts(scanned(store, music)) == (1, 0, 0, 0, 0)

    def test_a_bug_of_the_player_is_reported_and_the_song_is_not_marked(
        self, store: Store, music: Path
    ) -> None:
        path = song_file(music / "a.mp3")
        report = scanned(store, music, analyser=fake_network.BUGGY_NETWORK)
        assert report.failures == [(str(path), f"ValueError: no such luck: {path}")]
        assert at(store, path).failure is None
        assert counts(scanned(store, music)) == (0, 0, 1, 0, 0)

    def test_a_missing_python_library_is_reported_once(self, store: Store, music: Path) -> None:
        song_file(music / "a.mp3")
        with pytest.raises(LibraryError, match="onnxruntime"):
            scanned(store, music, analyser=fake_network.MISSING_NETWORK)

    def test_a_missing_folder_is_reported(self, store: Store, music: Path) -> None:
        report = scanned(store, music / "no")
        assert report.failures == [(str(music / "no"), "no such file or directory")]
        assert store.folders() == []


def _refuse(*_arguments: object) -> None:
    raise PermissionError(13, "Permission denied")


class TestSecondScan:
    def test_unchanged_files_are_not_opened(
        self, store: Store, music: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        song_file(music / "a.mp3")
        scanned(store, music)
        new = song_file(music / "b.mp3")
        opened = opened_files(monkeypatch)
        assert counts(scanned(store, music)) == (1, 0, 1, 0, 0)
        assert opened == [str(new)]

    def test_a_newer_network_analyses_all_songs_again(self, store: Store, music: Path) -> None:
        path = song_file(music / "a.mp3")
        scanned(store, music)
        scanned(store, music, analyser=fake_network.NEWER_NETWORK)
        assert at(store, path).analysis == fake_network.analysis(fake_network.NEWER_VERSION)

    def test_changed_files_are_read_and_analysed_again_and_keep_ratings(
        self, store: Store, music: Path
    ) -> None:
        path = write_tags(write_tone(music / "a.flac"), title="Before")
        scanned(store, music)
        before = like(store, path)
        write_tags(path, title="After that")
        told: list[Song] = []
        assert counts(scanned(store, music, on_songs=told.extend)) == (0, 1, 0, 0, 0)
        after = at(store, path)
        assert (after.id, after.title, after.rating) == (before.id, "After that", 1)
        assert after.added_at == before.added_at
        assert told[0].analysis is None

    def test_touched_files_keep_their_analysis(self, store: Store, music: Path) -> None:
        path = song_file(music / "a.mp3")
        scanned(store, music)
        os.utime(path, (1, 1))
        report = scanned(store, music, analyser=fake_network.BUGGY_NETWORK)
        assert counts(report) == (0, 1, 0, 0, 0)


class TestRemainingSongs:
    """Songs without a current analysis, after a newer network or an interrupted scan."""

    def test_a_newer_network_replaces_older_analyses(self, store: Store, music: Path) -> None:
        path = song_file(music / "a.mp3")
        scanned(store, music)
        like(store, path)
        told: list[Song] = []
        assert remaining_analysed(store, fake_network.NEWER_NETWORK, on_songs=told.extend) == 1
        assert told == [at(store, path)]
        assert at(store, path).analysis == fake_network.analysis(fake_network.NEWER_VERSION)
        assert at(store, path).rating == 1
        assert remaining_analysed(store, fake_network.NEWER_NETWORK) == 0

    def test_the_old_analysis_stays_if_the_new_one_fails(self, store: Store, music: Path) -> None:
        path = song_file(music / "a.mp3")
        scanned(store, music)
        remaining_analysed(
            store, Analyser(fake_network.NEWER_VERSION, fake_network.hear_with_a_bug)
        )
        assert at(store, path).analysis == fake_network.analysis()

    def test_broken_songs_are_skipped(self, store: Store, music: Path) -> None:
        song_file(music / "broken.mp3", b"text")
        scanned(store, music)
        assert remaining_analysed(store, fake_network.NETWORK) == 0

    def test_missing_songs_are_skipped(self, store: Store, music: Path) -> None:
        gone = song_file(music / "gone.mp3")
        scanned(store, music)
        gone.unlink()
        scanned(store, music)
        assert remaining_analysed(store, fake_network.NEWER_NETWORK) == 0

    def test_songs_of_an_interrupted_scan_are_analysed(self, store: Store, music: Path) -> None:
        path = song_file(music / "a.mp3")
        scanned(store, music, analyse=False)
        assert remaining_analysed(store, fake_network.NETWORK) == 1
        assert at(store, path).analysis == fake_network.analysis()


class TestCancelling:
    def test_a_cancelled_scan_keeps_finished_work_and_marks_nothing_missing(
        self, store: Store, music: Path
    ) -> None:
        gone = song_file(music / "gone.mp3")
        scanned(store, music)
        gone.unlink()
        song_file(music / "a.mp3")
        cancelled = threading.Event()
        cancelled.set()
        assert counts(scanned(store, music, cancelled=cancelled)) == (0, 0, 0, 0, 0)
        assert not at(store, gone).missing
        assert counts(scanned(store, music)) == (1, 0, 0, 1, 0)

    def test_analyses_before_the_cancellation_are_kept(self, store: Store, music: Path) -> None:
        for number in range(50):
            song_file(music / f"{number:02}.mp3")
        cancelled = threading.Event()

        def stop(songs: list[Song]) -> None:
            if any(song.analysis for song in songs):
                cancelled.set()

        scanned(store, music, on_songs=stop, cancelled=cancelled, in_flight=4)
        analysed = sum(song.analysis is not None for song in store.songs())
        assert len(store.songs()) == 50
        assert 0 < analysed < 50
        scanned(store, music)
        assert all(song.analysis for song in store.songs())


class TestWorkerProcesses:
    """Scans with real worker processes."""

    def test_tags_and_analyses_come_from_worker_processes(self, store: Store, music: Path) -> None:
        path = write_tags(write_tone(music / "a.ogg"), title="Says")
        assert counts(scan(store, [music], analyser=fake_network.NETWORK)) == (1, 0, 0, 0, 0)
        assert (at(store, path).title, at(store, path).analysis is None) == ("Says", False)

    def test_a_file_that_kills_its_worker_affects_no_other_file(
        self, store: Store, music: Path
    ) -> None:
        for number in range(8):
            song_file(music / f"{number}.mp3")
        crash = song_file(music / "3 crash.mp3")
        report = scan(store, [music], analyser=fake_network.CRASHING_NETWORK)
        assert counts(report) == (8, 0, 0, 0, 1)
        assert report.failures == [(str(crash), "the worker process died of it (signal 6)")]
        assert at(store, crash).failure is not None

    def test_a_file_is_tried_again_if_its_worker_was_ended_from_outside(
        self, store: Store, music: Path
    ) -> None:
        path = song_file(music / "ended.mp3")
        report = scan(store, [music], analyser=fake_network.ENDED_NETWORK)
        assert report.failures == [(str(path), "the worker process was ended (signal 9)")]
        assert at(store, path).failure is None
        scan(store, [music], analyser=fake_network.NETWORK)
        assert at(store, path).analysis is not None

    def test_a_given_executor_that_breaks_is_replaced(self, store: Store, music: Path) -> None:
        song_file(music / "a.mp3")
        crash = song_file(music / "b crash.mp3")
        with ProcessPoolExecutor(1, _spawning()) as executor:
            report = scan(store, [music], executor=executor, analyser=fake_network.CRASHING_NETWORK)
        assert counts(report) == (1, 0, 0, 0, 1)
        assert report.failures[0][0] == str(crash)

    def test_cancelling_ends_workers_during_a_song(self, store: Store, music: Path) -> None:
        path = song_file(music / "a.mp3")
        pid_file = Path(f"{path}.pid")
        cancelled = threading.Event()
        thread = threading.Thread(target=_cancel_when_there, args=(pid_file, cancelled))
        thread.start()
        scan(store, [music], analyser=fake_network.HANGING_NETWORK, cancelled=cancelled)
        thread.join()
        with pytest.raises(ProcessLookupError):
            os.kill(int(pid_file.read_text()), 0)


def _spawning() -> Any:
    import multiprocessing

    return multiprocessing.get_context("spawn")


def _cancel_when_there(path: Path, cancelled: threading.Event) -> None:
    while not (path.exists() and path.read_text()):
        cancelled.wait(0.01)
    cancelled.set()
