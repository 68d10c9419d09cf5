"""Measures the library's store at a large size beside stated floors in the same run.

`python benchmarks/store.py [--songs 100000] [--events 1000000]` compares a durable like with a bare
append and fsync, and with the same like in a bare TinyDB. It compares opening with `json.loads` of
the same bytes, and memory with the bytes of text and embeddings (not as base64). The output is one
JSON object. The folder is made in `--scratch` (a real disk).
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tinydb import TinyDB

from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.song import Analysis, DurationMs, Song, SongId, Tags
from tui_player.library.store.store import Store
from tui_player.models.music import GENRES, NETWORK_VERSION

LIKES: Final = 300
BARE_LIKES: Final = 3
OPENINGS: Final = 5
EMBEDDING_BYTES: Final = 256
SOUND_BYTES: Final = 128
MOST_FOR_A_LIKE: Final = 3.0
MOST_FOR_OPENING: Final = 2.5
MOST_MEMORY: Final = 4.0
MOST_FOR_EVENTS: Final = 1.2

OPEN: Final = """
import json, sys, time
from pathlib import Path
import tui_player.library.store.store as module
started_at = time.perf_counter()
store = module.Store.open(Path(sys.argv[1]), read_only=True)
opened = time.perf_counter() - started_at
songs = store.songs()
listed = time.perf_counter() - started_at
started_at = time.perf_counter()
for number in range(1000):
    assert store.by_path(songs[number * 7 % len(songs)].path)
found = (time.perf_counter() - started_at) / 1000
status = Path("/proc/self/status").read_text()  # getrusage counts the parent's memory, too
peak = int(status.partition("VmHWM:")[2].split()[0]) * 1024
print(json.dumps({"opened": opened, "listed": listed, "found": found, "peak": peak}))
"""
LOADS: Final = """
import json, sys, time
from pathlib import Path
from tui_player.library.store.recovery import generations, journal_path, snapshot_path
directory = Path(sys.argv[1])
snapshots, journals = generations(directory)
whole = snapshot_path(directory, snapshots[-1]).read_bytes()
lines = [
    line
    for number in journals
    if number >= snapshots[-1]
    for line in journal_path(directory, number).read_bytes().splitlines()
]
started_at = time.perf_counter()
json.loads(whole)
for line in lines:
    json.loads(line)
loads = time.perf_counter() - started_at
print(json.dumps({"loads": loads, "bytes": len(whole) + sum(map(len, lines))}))
"""
BASE64_EXCESS_BYTES: Final = (
    4 * -(-EMBEDDING_BYTES // 3) + 4 * -(-SOUND_BYTES // 3) - EMBEDDING_BYTES - SOUND_BYTES
)
"""Additional bytes of a song's embedding and fingerprint as text."""


def make_song(number: int, rng: random.Random) -> Song:
    """A song as after a scan, tagged and analysed."""
    analysis = Analysis(
        NETWORK_VERSION,
        rng.randbytes(EMBEDDING_BYTES),
        {name: rng.random() for name in GENRES},
        (0.25, 0.25, 0.25, 0.25),
        rng.uniform(-1, 1),
        rng.uniform(-1, 1),
        rng.randbytes(SOUND_BYTES),
    )
    artist, album = f"Artist {number % 5000}", f"Album {number % 12_000}"
    tags = Tags(
        title=f"A song of the name {number}",
        artist=artist,
        album=album,
        track=number % 15 + 1,
        year=1970 + number % 50,
        genres=("Rock",),
        duration_ms=DurationMs(200_000 + number % 90_000),
    )
    path = f"/home/listener/Music/{artist}/{album}/{number:06} A song.flac"
    return Song(SongId(0), path, 30_000_000 + number, number, f"{number:032x}", tags, analysis)


def fill(directory: Path, songs: int) -> None:
    """Write a compacted library of `songs` songs."""
    rng = random.Random(7)
    with Store.open(directory) as store:
        store.add_folder("/home/listener/Music")
        for start in range(0, songs, 1000):
            store.put([make_song(n, rng) for n in range(start, min(start + 1000, songs))])


def add_events(directory: Path, count: int) -> None:
    """Add events in the store's own format, a thousand per record."""
    with Store.open(directory) as store:
        storage = store._storage
        ids = [song.id for song in store.songs()[:5000]]
        for start in range(0, count, 1000):
            rows = {}
            for number in range(start, start + 1000):
                row = {"kind": "play", "song": ids[number % len(ids)], "at": float(number)}
                rows[str(storage.next_id("events"))] = row | {"valence": 0.25, "arousal": -0.5}
            storage.commit({"events": rows})


def run(code: str, directory: Path) -> dict[str, float]:
    """Run `code` in fresh processes. Returns the median of each figure."""
    results = []
    for _ in range(OPENINGS):
        done = subprocess.run(
            [sys.executable, "-c", code, str(directory)], capture_output=True, check=True
        )
        results.append(json.loads(done.stdout))
    return {name: statistics.median(one[name] for one in results) for name in results[0]}


def timed(action: Callable[[int], object], count: int) -> list[float]:
    """Seconds of each of `count` calls, sorted."""
    times = []
    for number in range(count):
        started_at = time.perf_counter()
        action(number)
        times.append(time.perf_counter() - started_at)
    return sorted(times)


def likes(directory: Path) -> tuple[list[float], list[float]]:
    """Seconds of likes in the store, and of bare appends and fsyncs of as many bytes."""
    with Store.open(directory) as store:
        ids = [song.id for song in store.songs()[: LIKES * 7 : 7]]
        ours = timed(
            lambda n: store.record(Feedback(FeedbackKind.LIKE, ids[n % len(ids)], float(n))), LIKES
        )
    journal = max(directory.glob("journal-*.jsonl"), key=lambda path: path.name)
    line = journal.read_bytes().splitlines(keepends=True)[-1]
    descriptor = os.open(directory / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def append(_: int) -> None:
        os.write(descriptor, line)
        os.fsync(descriptor)

    bare = timed(append, LIKES)
    os.close(descriptor)
    return ours, bare


def bare_tinydb(directory: Path, songs: int) -> float:
    """Median seconds of a like in unmodified TinyDB, embeddings as base64."""
    rng = random.Random(7)
    path = directory / "bare.json"
    rows: dict[str, dict[str, Any]] = {}
    for number in range(songs):
        song = make_song(number, rng)
        assert song.analysis is not None
        embedding = b64encode(song.analysis.embedding).decode()
        rows[str(number + 1)] = {"path": song.path, "title": song.title, "embedding": embedding}
    path.write_text(json.dumps({"_default": rows}))
    with TinyDB(path) as database:
        times = timed(lambda n: database.update({"rating": 1}, doc_ids=[n + 1]), BARE_LIKES)
    return statistics.median(times)


def percentile(times: list[float], share: float) -> float:
    """A percentile of sorted times."""
    return times[min(len(times) - 1, int(share * len(times)))]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--songs", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--scratch", type=Path, help="a folder on the disk to measure")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.scratch) as scratch:
        directory = Path(scratch) / "library"
        fill(directory, options.songs)
        opening, loads = run(OPEN, directory), run(LOADS, directory)
        raw = loads["bytes"] - options.songs * BASE64_EXCESS_BYTES
        ours, bare = likes(directory)
        anchor = bare_tinydb(Path(scratch), options.songs)
        before = run(OPEN, directory)["opened"]
        add_events(directory, options.events)
        Store.open(directory).close()  # archives the events that were added too quickly
        after = run(OPEN, directory)["opened"]
    ratios = {
        "like_to_append_median": statistics.median(ours) / statistics.median(bare),
        "like_to_append_p99": percentile(ours, 0.99) / percentile(bare, 0.99),
        "opening_to_loads": opening["opened"] / loads["loads"],
        "memory_to_raw": opening["peak"] / raw,
        "opening_with_events": after / before,
    }
    floors = (MOST_FOR_A_LIKE, MOST_FOR_A_LIKE, MOST_FOR_OPENING, MOST_MEMORY, MOST_FOR_EVENTS)
    held = {
        name: ratio <= floor for (name, ratio), floor in zip(ratios.items(), floors, strict=True)
    }
    print(
        json.dumps(
            {
                "songs": options.songs,
                "events": options.events,
                "raw_megabytes": round(raw / 1e6, 1),
                "like_ms": round(1000 * statistics.median(ours), 2),
                "append_ms": round(1000 * statistics.median(bare), 2),
                "bare_tinydb_like_ms": round(1000 * anchor),
                "opening_s": round(opening["opened"], 2),
                "opening_and_listing_s": round(opening["listed"], 2),
                "finding_by_path_us": round(1e6 * opening["found"], 1),
                "peak_megabytes": round(opening["peak"] / 1e6),
                "ratios": {name: round(ratio, 2) for name, ratio in ratios.items()},
                "at_most": dict(zip(ratios, floors, strict=True)),
                "held": held,
            }
        )
    )


if __name__ == "__main__":
    main()
