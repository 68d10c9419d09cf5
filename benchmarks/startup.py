"""Measures the player's start beside the least possible start.

`python benchmarks/startup.py [--songs 10000] [--runs 9] [--full]`: in turn, bare Python, the
version, errors of usage and a ranked queue as whole processes; then a bare Textual app with one
label and the player in a pseudo-terminal of the same size. Prints medians, their ratios and the
bounds on them, and the memory when the queue is on screen. Ends with 1 if a bound is broken. The
bounds hold for songs with short analyses; --full gives them complete analyses.
"""

import argparse
import fcntl
import os
import pty
import random
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tui_player.library.song import Analysis, DurationMs, Song, SongId, Tags
from tui_player.library.store.store import Store
from tui_player.models.music import NETWORK_VERSION
from tui_player.models.music.genres import GENRES
from tui_player.paths import Paths

BARE_APP: Final = """
from textual.app import App
from textual.widgets import Label
class Bare(App):
    def compose(self):
        yield Label("bare label")
Bare().run()
"""
COMMAND_RATIO: Final = 3.0
"""Greatest ratio of a command without work to bare Python."""
QUEUE_S: Final = 1.0
PAINT_RATIO: Final = 2.0
"""Greatest ratio of the player's first paint to a bare app's."""
READY_RATIO: Final = 3.5
"""Greatest ratio of the player's queue on screen to a bare app's first paint."""
MAX_MEGABYTES: Final = 100
TIMEOUT_S: Final = 60.0
EMBEDDING_SIZE: Final = 128
KEYS: Final = ("A minor", "C major", "F# minor", None)


@dataclass(frozen=True)
class Start:
    """One start in a terminal."""

    painted_s: float
    ready_s: float
    megabytes: float


def make_library(home: Path, songs: int, *, full: bool) -> None:
    """Write a store of analysed songs without files."""
    with Store.open(Paths.under(home).library) as store:
        store.add_folder("/music")
        analyse = full_analysis if full else short_analysis
        store.put([make_song(number, analyse(number)) for number in range(songs)])


def short_analysis(_number: int) -> Analysis:
    """One genre, no direction."""
    quadrants = (0.25, 0.25, 0.25, 0.25)
    return Analysis(NETWORK_VERSION, bytes(2 * EMBEDDING_SIZE), {"Rock": 0.5}, quadrants, 0.1, 0.1)


def full_analysis(number: int) -> Analysis:
    """A complete analysis, different for each song, as large as a real one."""
    rng = random.Random(number)
    values = (rng.gauss(0, 1 / EMBEDDING_SIZE**0.5) for _ in range(EMBEDDING_SIZE))
    happy, tense, sad = (rng.random() / 3 for _ in range(3))
    return Analysis(
        NETWORK_VERSION,
        struct.pack(f"<{EMBEDDING_SIZE}e", *values),
        {name: rng.random() ** 5 for name in GENRES},
        (happy, tense, sad, 1 - happy - tense - sad),
        rng.uniform(-1, 1),
        rng.uniform(-1, 1),
        rng.randbytes(128),
        deviations=(rng.uniform(0.2, 0.5), rng.uniform(0.2, 0.5)),
        speech=rng.random() ** 9 / 2,
        noise=rng.random() ** 9 / 2,
        tempo_bpm=rng.uniform(60, 180),
        key=rng.choice(KEYS),
    )


def make_song(number: int, analysis: Analysis) -> Song:
    """A song with tags."""
    return Song(
        id=SongId(0),
        path=f"/music/artist {number % 500}/{number}.flac",
        size_bytes=1_000_000 + number,
        mtime_ns=1_700_000_000_000_000_000 + number,
        content_hash=f"{number:032x}",
        tags=Tags(
            title=f"Song {number}",
            artist=f"Artist {number % 500}",
            album=f"Album {number % 1500}",
            genres=("Rock",),
            duration_ms=DurationMs(200_000 + number),
        ),
        analysis=analysis,
    )


def command_path() -> str:
    """The installed command."""
    return str(Path(sys.executable).with_name("tui-player"))


def command_s(command: list[str], status: int) -> float:
    """Seconds of a whole process, which must end with `status`."""
    begin = time.perf_counter()
    done = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    seconds = time.perf_counter() - begin
    if done.returncode != status:
        raise RuntimeError(f"{command} ended with {done.returncode}")
    return seconds


def start(command: list[str], painted: bytes, ready: bytes) -> Start:
    """Run `command` in a terminal of 120x40 until `ready` is on screen, then end it."""
    begin = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.environ |= {"TERM": "xterm-256color", "COLUMNS": "120", "LINES": "40"}
        os.execv(command[0], command)  # noqa: S606
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    try:
        return _watched(child, terminal, begin, painted, ready)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def _watched(child: int, terminal: int, begin: float, painted: bytes, ready: bytes) -> Start:
    seen, painted_s = b"", 0.0
    while time.perf_counter() - begin < TIMEOUT_S:
        if select.select([terminal], [], [], 0.5)[0]:
            seen += os.read(terminal, 65536)
        if not painted_s and painted in seen:
            painted_s = time.perf_counter() - begin
        if painted_s and ready in seen:
            return Start(painted_s, time.perf_counter() - begin, _resident_megabytes(child))
    raise TimeoutError(f"{ready!r} did not come on screen")


def _resident_megabytes(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


def in_turn(runs: int, *actions: Callable[[], float]) -> list[float]:
    """Median of each. They run in turns, so that other load affects all equally."""
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(runs):
        for action, elapsed in zip(actions, times, strict=True):
            elapsed.append(action())
    return [statistics.median(elapsed) for elapsed in times]


def commands(home: Path, runs: int) -> bool:
    """Measure processes. Returns whether all bounds hold."""
    python = sys.executable
    player = [command_path(), "--home", str(home)]
    bare_s, version_s, usage_s, mood_s, queue_s = in_turn(
        runs,
        lambda: command_s([python, "-c", "pass"], 0),
        lambda: command_s([*player, "--version"], 0),
        lambda: command_s([*player, "no-such-command"], 2),
        lambda: command_s([*player, "queue", "--mood", "no-such-mood"], 2),
        lambda: command_s([*player, "queue", "--mood", "happy"], 0),
    )
    print(f"bare Python                     {bare_s:6.3f} s")
    held = [
        bound("--version", version_s / bare_s, COMMAND_RATIO),
        bound("no such command", usage_s / bare_s, COMMAND_RATIO),
        bound("no such mood", mood_s / bare_s, COMMAND_RATIO),
    ]
    print(f"queue                           {queue_s:6.3f} s (at most {QUEUE_S})")
    return all(held) and queue_s <= QUEUE_S


def bound(what: str, ratio: float, most: float) -> bool:
    """Print a ratio beside its bound. Returns whether the bound holds."""
    print(f"{what:32}{ratio:6.2f}   (at most {most})")
    return ratio <= most


def screens(home: Path, runs: int) -> bool:
    """Measure first paints and the queue on screen. Returns whether all bounds hold."""
    bare = [sys.executable, "-c", BARE_APP]
    player = [command_path(), "--home", str(home), "--camera", "off", "--audio-output", "adummy"]
    bare_starts, starts = [], []
    for _ in range(runs):
        bare_starts.append(start(bare, b"bare label", b"bare label"))
        starts.append(start(player, b"tui-player", b"Song "))
    bare_s = statistics.median(run.painted_s for run in bare_starts)
    painted_s = statistics.median(run.painted_s for run in starts)
    ready_s = statistics.median(run.ready_s for run in starts)
    megabytes = max(run.megabytes for run in starts)
    print(f"bare Textual app, first paint   {bare_s:6.3f} s")
    print(f"the player, first paint         {painted_s:6.3f} s")
    print(f"the player, queue on screen     {ready_s:6.3f} s")
    held = [
        bound("first paint", painted_s / bare_s, PAINT_RATIO),
        bound("queue on screen", ready_s / bare_s, READY_RATIO),
    ]
    print(f"resident memory                 {megabytes:6.1f} MB (at most {MAX_MEGABYTES})")
    return all(held) and megabytes <= MAX_MEGABYTES


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--songs", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--full", action="store_true", help="whole analyses")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        make_library(home, options.songs, full=options.full)
        held = [commands(home, options.runs), screens(home, options.runs)]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
