"""From start to the first painted screen, against a bare Textual app with one label.

`python benchmarks/startup.py [--songs 10000] [--runs 7]`: both are started in turn in a
pseudo-terminal of the same size; the ratio's floor is 3. Prints also when the library is on screen,
and the memory then (before any analysis; at most 120 MB).
"""

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from dataclasses import dataclass
from pathlib import Path

from tui_player.library.song import Analysis, DurationMs, Song, SongId, Tags
from tui_player.library.store import Store
from tui_player.models.music import NETWORK_VERSION
from tui_player.paths import Paths

BARE_APP = """
from textual.app import App
from textual.widgets import Label
class Bare(App):
    def compose(self):
        yield Label("bare label")
Bare().run()
"""
MAX_RATIO = 3.0
MAX_MEGABYTES = 120
TIMEOUT_S = 60.0


@dataclass(frozen=True)
class Start:
    """One start."""

    painted_s: float
    library_s: float
    megabytes: float


def make_library(home: Path, songs: int) -> None:
    """A store of analysed songs whose files are not needed to show them."""
    embedding = bytes(256)
    quadrants = (0.25, 0.25, 0.25, 0.25)
    analysis = Analysis(NETWORK_VERSION, embedding, {"Rock": 0.5}, quadrants, 0.1, 0.1)
    with Store.open(Paths.under(home).library) as store:
        store.add_folder("/music")
        store.put(
            [
                Song(
                    id=SongId(0),
                    path=f"/music/artist {number % 500}/{number}.flac",
                    size_bytes=1,
                    mtime_ns=1,
                    fingerprint=f"{number:032x}",
                    tags=Tags(
                        title=f"Song {number}",
                        artist=f"Artist {number % 500}",
                        album=f"Album {number % 1500}",
                        genres=("Rock",),
                        duration_ms=DurationMs(200_000),
                    ),
                    analysis=analysis,
                )
                for number in range(songs)
            ]
        )


def start(command: list[str], painted: bytes, ready: bytes) -> Start:
    """Run `command` in an 80x24 terminal until `ready` is on screen, then end it."""
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


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--songs", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        make_library(home, options.songs)
        player = [sys.executable, "-m", "tui_player", "--home", folder, "--camera", "off"]
        player += ["--audio-output", "adummy"]
        bare_starts, player_starts = [], []
        for _ in range(options.runs):
            bare = [sys.executable, "-c", BARE_APP]
            bare_starts.append(start(bare, b"bare label", b"bare label"))
            player_starts.append(start(player, b"tui-player", b"Song "))
    report(bare_starts, player_starts)


def report(bare: list[Start], player: list[Start]) -> None:
    """Medians and the ratio."""
    bare_s = statistics.median(run.painted_s for run in bare)
    painted_s = statistics.median(run.painted_s for run in player)
    ready_s = statistics.median(run.library_s for run in player)
    megabytes = max(run.megabytes for run in player)
    print(f"bare Textual app, first paint   {bare_s:6.3f} s")
    print(f"tui-player, first paint         {painted_s:6.3f} s")
    print(f"tui-player, queue on screen     {ready_s:6.3f} s")
    print(f"ratio of first paints           {painted_s / bare_s:6.2f}  (at most {MAX_RATIO})")
    print(f"resident memory                 {megabytes:6.1f} MB (at most {MAX_MEGABYTES})")


if __name__ == "__main__":
    main()
