"""Watching a real folder."""

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import pytest

from tests import fake_network
from tests.library.scan.scanning import at, like, scanned, song_file
from tui_player.library.scan import watch
from tui_player.library.scan.scan import rescan
from tui_player.library.scan.watch import Watch
from tui_player.library.store.store import Store

PATIENCE_S = 20.0
"""Timeout for a busy machine; an idle one reports a change within two seconds."""
POLL_EVERY_MS = 100
"""Shorter than in the player, to save time."""
QUIET_S = 0.8


@pytest.fixture(autouse=True)
def quick_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "POLL_EVERY_MS", POLL_EVERY_MS)


class Watched:
    """The settled changes of a folder."""

    def __init__(self, folder: Path, *others: str) -> None:
        self.folder = folder
        self._stop = threading.Event()
        self._changes: Queue[set[str]] = Queue()
        self._watch = Watch([*others, str(folder)], self._stop)
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        self._wait_until_it_watches()

    def _run(self) -> None:
        for changes in self._watch.changes():
            self._changes.put(changes)

    def _wait_until_it_watches(self) -> None:
        probe = self.folder / "probe.mp3"
        for length in range(1, 20):
            probe.write_bytes(b"x" * length)
            with suppress(Empty):
                self._changes.get(timeout=1.0)
                probe.unlink()
                self.wait_for({str(probe)})
                return
        raise AssertionError("nothing is told")

    def wait_for(self, paths: set[str]) -> None:
        """Wait until all of `paths`, and no others, are reported."""
        told: set[str] = set()
        while not paths <= told:
            told |= self._changes.get(timeout=PATIENCE_S)
        assert told == paths

    def is_quiet(self) -> bool:
        try:
            return not self._changes.get(timeout=QUIET_S)
        except Empty:
            return True

    def end(self) -> None:
        self._stop.set()
        self._thread.join()


@pytest.fixture
def watched(music: Path) -> Iterator[Watched]:
    watched = Watched(music)
    yield watched
    watched.end()


def test_new_changed_moved_and_deleted_files_are_reported(watched: Watched, music: Path) -> None:
    first = song_file(music / "a.mp3")
    watched.wait_for({str(first)})
    first.write_bytes(b"longer than it was before")
    watched.wait_for({str(first)})
    second = first.rename(music / "b.mp3")
    watched.wait_for({str(first), str(second)})
    second.unlink()
    watched.wait_for({str(second)})


def test_a_new_folder_reports_its_files_and_a_deleted_one_itself(
    watched: Watched, music: Path, tmp_path: Path
) -> None:
    album = tmp_path / "album"
    song_file(album / "one.mp3")
    song_file(album / "deep" / "two.mp3")
    inside = album.rename(music / "album")
    watched.wait_for({str(inside / "one.mp3"), str(inside / "deep" / "two.mp3")})
    inside.rename(tmp_path / "away")
    watched.wait_for({str(inside)})


def test_hidden_files_and_other_files_are_not_reported(watched: Watched, music: Path) -> None:
    (music / "cover.jpg").write_bytes(b"x")
    (music / "notes").write_bytes(b"x")
    song_file(music / ".hidden.mp3")
    song_file(music / ".trash" / "a.mp3")
    assert watched.is_quiet()


def test_a_growing_file_is_reported_when_it_is_complete(watched: Watched, music: Path) -> None:
    path = music / "a.mp3"
    with path.open("wb") as file:
        for _ in range(8):
            file.write(b"x" * 1000)
            file.flush()
            assert watched._changes.empty()
            threading.Event().wait(POLL_EVERY_MS / 1000 / 4)
    watched.wait_for({str(path)})


def test_a_name_that_is_not_utf8_reports_the_whole_folder(watched: Watched, music: Path) -> None:
    song_file(music / os.fsdecode(b"caf\xe9.mp3"))
    watched.wait_for({str(music)})
    watched.wait_for({str(song_file(music / "a.mp3"))})


def test_an_unmounted_drive_is_not_a_deletion(
    watched: Watched, music: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Mounting needs privileges, so the table of mounts is replaced here."""
    mounts = tmp_path / "mountinfo"
    monkeypatch.setattr(watch, "_MOUNTS", mounts)
    drive = music / "my drive"
    song_file(drive / "a.mp3")
    watched.wait_for({str(drive / "a.mp3")})
    line = "36 35 98:0 / {} rw,noatime master:1 - ext3 /dev/root rw\n"
    mounts.write_text(line.format("/") + line.format(str(drive).replace(" ", "\\040")))
    later = Watched(music)
    try:
        mounts.write_text(line.format("/"))
        (drive / "a.mp3").unlink()
        assert later.is_quiet()
    finally:
        later.end()


def test_a_folder_replaced_by_an_empty_one_is_not_a_deletion(watched: Watched, music: Path) -> None:
    song_file(music / "a.mp3")
    watched.wait_for({str(music / "a.mp3")})
    music.rename(music.parent / "unmounted")
    music.mkdir()
    assert watched.is_quiet()


def test_an_unreadable_folder_does_not_stop_the_watch_of_others(
    music: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = str(music.parent / "dead drive")
    stat = os.stat

    def not_connected(path: Any, **how: Any) -> os.stat_result:
        if path == dead:
            raise OSError(errno.ENOTCONN, "Transport endpoint is not connected")
        return stat(path, **how)

    monkeypatch.setattr(os, "stat", not_connected)
    watched = Watched(music, dead)
    try:
        song_file(music / "a.mp3")
        watched.wait_for({str(music / "a.mp3")})
    finally:
        watched.end()


class TestRescan:
    """Changes of the library after reported paths."""

    def test_a_new_file_is_a_song_without_analysis(self, store: Store, music: Path) -> None:
        scanned(store, music)
        path = song_file(music / "a.mp3")
        rescan(store, [str(path)])
        assert at(store, path).analysis is None
        assert store.folders() == [str(music)]

    def test_a_moved_file_keeps_its_rating_and_analysis(self, store: Store, music: Path) -> None:
        old = song_file(music / "a.mp3")
        scanned(store, music)
        liked = like(store, old)
        new = old.rename(music / "b.mp3")
        rescan(store, [str(old), str(new)])
        moved = at(store, new)
        assert (moved.id, moved.rating) == (liked.id, 1)
        assert moved.analysis == fake_network.analysis()

    def test_a_moved_file_is_recognised_after_its_deletion_was_reported(
        self, store: Store, music: Path
    ) -> None:
        old = song_file(music / "a.mp3")
        scanned(store, music)
        liked = like(store, old)
        new = old.rename(music / "b.mp3")
        rescan(store, [str(old)])
        assert store.song(liked.id).missing
        rescan(store, [str(new)])
        assert (at(store, new).id, at(store, new).rating, at(store, new).missing) == (
            liked.id,
            1,
            False,
        )

    def test_only_deleted_files_are_missing(self, store: Store, music: Path) -> None:
        gone, stays = song_file(music / "album" / "a.mp3"), song_file(music / "b.mp3")
        scanned(store, music)
        gone.unlink()
        gone.parent.rmdir()
        rescan(store, [str(gone.parent)])
        assert store.song(at(store, gone).id).missing
        assert not at(store, stays).missing
