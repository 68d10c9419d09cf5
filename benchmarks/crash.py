"""Kills a process that writes to a library, again and again, and checks the library.

    python benchmarks/crash.py --rounds 200

Each round starts a real writer on the same library. The writer reports acknowledged changes on a
pipe. SIGKILL ends it at a random moment: while it opens, changes songs, records feedback, stores
playlists, archives, or compacts. In every other round the writer's disk also fails: writes are cut
short, and writes, fsyncs and truncations end with ENOSPC or EIO. Then the library is opened and
compared with a plain model. It must hold every acknowledged change, and at most one other: the
change that was under way.
"""

import argparse
import copy
import errno
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from tui_player.errors import LibraryError
from tui_player.library.feedback import RATING_OF_KIND, Feedback, FeedbackKind
from tui_player.library.song import Analysis, Song, SongId, Tags
from tui_player.library.store.codec import feedback_from_document
from tui_player.library.store.journal_storage import JournalStorage
from tui_player.library.store.store import Store

COMPACT_ABOVE = 20_000
"""Journal bytes; few, so that kills meet many compactions."""
KEEP = {"events": 50}
"""Events that stay in a snapshot; few, so that kills meet many archives."""


class Target(Protocol):
    """The interface that store and model share."""

    def put(self, songs: Sequence[Song]) -> object:
        """See `Store.put`."""

    def set_analysis(self, analyses: Mapping[SongId, Analysis | str]) -> None:
        """See `Store.set_analysis`."""

    def mark_missing(self, ids: Collection[SongId]) -> None:
        """See `Store.mark_missing`."""

    def record(self, event: Feedback) -> object:
        """See `Store.record`."""

    def put_playlist(self, name: str, songs: Sequence[SongId]) -> None:
        """See `Store.put_playlist`."""


class Model:
    """The expected content of a store in plain lists. Song `n` has index `n - 1`."""

    def __init__(self) -> None:
        self.songs: list[Song] = []
        self.events: list[Feedback] = []
        self.lists: dict[str, list[SongId]] = {}

    def put(self, songs: Sequence[Song]) -> None:
        """Add songs, or replace all but their feedback."""
        for song in songs:
            if not song.id:
                self.songs.append(replace(song, id=SongId(len(self.songs) + 1)))
                continue
            old = self.songs[song.id - 1]
            self.songs[song.id - 1] = replace(
                song,
                rating=old.rating,
                plays=old.plays,
                skips=old.skips,
                last_played_at=old.last_played_at,
            )

    def set_analysis(self, analyses: Mapping[SongId, Analysis | str]) -> None:
        """Set analyses, or the reasons for failure."""
        for song_id, outcome in analyses.items():
            song = self.songs[song_id - 1]
            if isinstance(outcome, str):
                self.songs[song_id - 1] = replace(song, failure=outcome)
            else:
                self.songs[song_id - 1] = replace(song, analysis=outcome, failure=None)

    def mark_missing(self, ids: Collection[SongId]) -> None:
        """Set `missing`."""
        for song_id in ids:
            self.songs[song_id - 1] = replace(self.songs[song_id - 1], missing=True)

    def record(self, event: Feedback) -> None:
        """Add the event and count it."""
        self.events.append(event)
        song = self.songs[event.song_id - 1]
        if event.kind in RATING_OF_KIND:
            song = replace(song, rating=RATING_OF_KIND[event.kind])
        elif event.kind is FeedbackKind.PLAY:
            song = replace(song, plays=song.plays + 1, last_played_at=event.at)
        else:
            song = replace(song, skips=song.skips + 1, last_played_at=event.at)
        self.songs[event.song_id - 1] = song

    def put_playlist(self, name: str, songs: Sequence[SongId]) -> None:
        """Add the playlist, or replace the one of the same name."""
        self.lists[name] = list(songs)


def opened(directory: Path) -> Store:
    """A store that compacts and archives often."""
    return Store(JournalStorage(directory, compact_above=COMPACT_ABOVE, keep=KEEP))


def change(number: int, target: Target, songs: int) -> None:
    """Make change `number`, always the same one, to a target that holds `songs` songs."""
    rng = random.Random(number)
    some = [SongId(rng.randint(1, songs)) for _ in range(3)] if songs else []
    match number % 8:
        case 0:
            target.put([_song(number, part) for part in range(rng.randint(1, 4))])
        case 1:
            target.put([replace(_song(number, 9), id=some[0])])
        case 2:
            target.set_analysis({song_id: _analysis(rng) for song_id in some})
        case 3:
            target.set_analysis({some[0]: f"can't be decoded ({number})"})
        case 4:
            target.mark_missing(some[:2])
        case 5:
            target.put_playlist(f"List {rng.randint(1, 5)}", some)
        case _:
            kind = rng.choice(list(FeedbackKind))
            target.record(Feedback(kind, some[0], float(number), rng.random(), None, 0.5))


def _song(number: int, part: int) -> Song:
    path = f"/music/{number}-{part} \udce9\udcff.ogg"
    return Song(SongId(0), path, number, number, f"{number:x}-{part}", Tags(title=f"No {number}"))


def _analysis(rng: random.Random) -> Analysis:
    embedding = rng.randbytes(256)
    return Analysis("1", embedding, {"Rock": rng.random()}, (0.1, 0.2, 0.3, 0.4), 0.5, -0.5)


def write(directory: Path, number: int, *, disk_fails: bool) -> None:
    """Run as the writer: make changes and report each on standard output."""
    if disk_fails:
        _let_the_disk_fail(random.Random(number))
    store = _opened_in_the_end(directory)
    songs = len(store.songs())
    while True:
        try:
            change(number, store, songs)
        except LibraryError:
            continue
        print(number, flush=True)
        number += 1
        songs = len(store.songs())


def _opened_in_the_end(directory: Path) -> Store:
    """Open the store. Try again while the disk fails."""
    while True:
        try:
            return opened(directory)
        except LibraryError:
            continue


def _let_the_disk_fail(rng: random.Random) -> None:
    """Put an unreliable disk under the system calls that a store uses."""
    whole_write, whole_fsync, whole_truncate = os.write, os.fsync, os.ftruncate

    def fail(share: float) -> None:
        if rng.random() < share:
            raise OSError(rng.choice([errno.ENOSPC, errno.EIO]), "the disk fails")

    def short_write(descriptor: int, content: memoryview) -> int:
        fail(0.05)
        if rng.random() < 0.5:
            content = content[: rng.randint(1, len(content))]
        return whole_write(descriptor, content)

    def failing_fsync(descriptor: int) -> None:
        fail(0.05)
        whole_fsync(descriptor)

    def failing_truncate(descriptor: int, length: int) -> None:
        fail(0.3)
        whole_truncate(descriptor, length)

    os.write, os.fsync, os.ftruncate = short_write, failing_fsync, failing_truncate  # type: ignore[assignment]


def killed_writer(directory: Path, number: int, rng: random.Random) -> int:
    """Run a writer from change `number` and kill it. Returns the first unacknowledged change."""
    command = [sys.executable, __file__, "--write", str(directory), "--number", str(number)]
    if rng.random() < 0.5:
        command.append("--disk-fails")
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        # Without any change the writer may still be opening.
        output = b"".join(writer.stdout.readline() for _ in range(rng.randrange(0, 30, 3)))
        time.sleep(rng.uniform(0, 0.02))
        writer.send_signal(signal.SIGKILL)
        output += writer.stdout.read()
    assert writer.returncode == -signal.SIGKILL, "the writer ended by itself"
    acknowledged = output.split(b"\n")[:-1]
    return int(acknowledged[-1]) + 1 if acknowledged else number


def all_events(directory: Path) -> list[Feedback]:
    """All feedback, with the archived events, oldest first."""
    storage = JournalStorage(directory, read_only=True)
    rows = storage.archived("events") | dict(storage.rows("events"))
    return [feedback_from_document(row) for row in rows.values()]


def check(directory: Path, model: Model, first_open: int) -> tuple[Model, int]:
    """Compare the library with the model of all acknowledged changes.

    Returns the model of the library, and the number of the first change that it lacks.
    """
    with opened(directory) as store:
        found = store.songs(), all_events(directory), store.playlists()
    if found == (model.songs, model.events, model.lists):
        return model, first_open
    further = copy.copy(model)
    further.songs, further.events = list(model.songs), list(model.events)
    further.lists = dict(model.lists)
    change(first_open, further, len(further.songs))
    wanted = further.songs, further.events, further.lists
    for name, here, right in zip(("songs", "feedback", "playlists"), found, wanted, strict=True):
        assert here == right, f"{name} are wrong after change {first_open - 1}"
    return further, first_open + 1


def run(rounds: int, seed: int) -> int:
    """Kill `rounds` writers. Returns the number of rounds without an error."""
    rng = random.Random(seed)
    model, number, right = Model(), 0, 0
    with tempfile.TemporaryDirectory() as parent:
        directory = Path(parent) / "library"
        for _ in range(rounds):
            first_open = killed_writer(directory, number, rng)
            for done in range(number, first_open):
                change(done, model, len(model.songs))
            model, number = check(directory, model, first_open)
            right += 1
            if right % 10 == 0:
                print(f"{right} rounds, {number} changes", file=sys.stderr, flush=True)
        archives = len(list(directory.glob("events-*.jsonl")))
    print(f"{number} changes to {len(model.songs)} songs, {archives} archives of old feedback")
    return right


def main() -> int:
    """Run as the test, or as its writer."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--number", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--disk-fails", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.write:
        write(wanted.write, wanted.number, disk_fails=wanted.disk_fails)
    right = run(wanted.rounds, wanted.seed)
    print(f"{right} of {wanted.rounds} rounds: nothing acknowledged lost")
    return 0


if __name__ == "__main__":
    sys.exit(main())
