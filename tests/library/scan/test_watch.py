"""A real folder, really watched."""

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
"""What a busy machine may need; a change shows within two seconds on an idle one."""
LOOK_EVERY_MS = 100
"""Sooner than the player's, for the sake of the tests' time."""
QUIET_S = 0.8


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "LOOK_EVERY_MS", LOOK_EVERY_MS)


class Watched:
    """A folder's settled changes."""

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
        """Until all of `paths`, and nothing else, have been told."""
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
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "music"
    folder.mkdir()
    return folder


@pytest.fixture
def watched(music: Path) -> Iterator[Watched]:
    watched = Watched(music)
    yield watched
    watched.end()


def test_new_changed_moved_and_deleted_files_are_told(watched: Watched, music: Path) -> None:
    first = song_file(music / "a.mp3")
    watched.wait_for({str(first)})
    first.write_bytes(b"longer than it was before")
    watched.wait_for({str(first)})
    second = first.rename(music / "b.mp3")
    watched.wait_for({str(first), str(second)})
    second.unlink()
    watched.wait_for({str(second)})


def test_a_folder_that_moves_in_tells_its_files_and_one_that_goes_itself(
    watched: Watched, music: Path, tmp_path: Path
) -> None:
    album = tmp_path / "album"
    song_file(album / "one.mp3")
    song_file(album / "deep" / "two.mp3")
    inside = album.rename(music / "album")
    watched.wait_for({str(inside / "one.mp3"), str(inside / "deep" / "two.mp3")})
    inside.rename(tmp_path / "away")
    watched.wait_for({str(inside)})


def test_other_files_and_hidden_ones_are_not_told(watched: Watched, music: Path) -> None:
    (music / "cover.jpg").write_bytes(b"x")
    (music / "notes").write_bytes(b"x")
    song_file(music / ".hidden.mp3")
    song_file(music / ".trash" / "a.mp3")
    assert watched.is_quiet()


def test_a_file_that_grows_waits_until_it_is_whole(watched: Watched, music: Path) -> None:
    path = music / "a.mp3"
    with path.open("wb") as file:
        for _ in range(8):
            file.write(b"x" * 1000)
            file.flush()
            assert watched._changes.empty()
            threading.Event().wait(LOOK_EVERY_MS / 1000 / 4)
    watched.wait_for({str(path)})


def test_a_name_that_is_not_utf8_makes_the_whole_folder_be_looked_at(
    watched: Watched, music: Path
) -> None:
    song_file(music / os.fsdecode(b"caf\xe9.mp3"))
    watched.wait_for({str(music)})
    watched.wait_for({str(song_file(music / "a.mp3"))})


def test_a_drive_that_goes_away_is_no_deletion(
    watched: Watched, music: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Mounting needs privileges: the table of mounts is the machine's edge here."""
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


def test_a_folder_that_is_replaced_by_an_empty_one_is_no_deletion(
    watched: Watched, music: Path
) -> None:
    song_file(music / "a.mp3")
    watched.wait_for({str(music / "a.mp3")})
    music.rename(music.parent / "unmounted")
    music.mkdir()
    assert watched.is_quiet()


def test_a_folder_that_can_not_be_seen_does_not_stop_the_watch_of_others(
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
    """What becomes of the library then."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        with Store.open(tmp_path / "library") as opened:
            yield opened

    def test_a_new_file_is_a_song_to_be_heard(self, store: Store, music: Path) -> None:
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

    def test_a_moved_file_is_known_though_its_end_was_told_before(
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

    def test_what_is_gone_is_missing_and_nothing_else(self, store: Store, music: Path) -> None:
        gone, stays = song_file(music / "album" / "a.mp3"), song_file(music / "b.mp3")
        scanned(store, music)
        gone.unlink()
        gone.parent.rmdir()
        rescan(store, [str(gone.parent)])
        assert store.song(at(store, gone).id).missing
        assert not at(store, stays).missing
