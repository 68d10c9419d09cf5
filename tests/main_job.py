"""The player's main job, done from outside on this machine: `python -m tests.main_job SCRATCH`.

Prints a line a step and ends with 1 at the first one that fails. Nothing is imported from the
player but what the steps are about: it is run as a listener runs it, in a pseudo-terminal.
"""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.audio_files import SUFFIXES, write_tone
from tui_player.library.scan.walk import AUDIO_SUFFIXES

ROOT = Path(__file__).parents[1]
PLAY = ROOT / "scripts" / "play"
PICTURE = ROOT / "tests" / "data" / "astronaut.jpg"
DEMO_PIECES = 12
PATIENCE_S = 300.0
NOT_HEARD = "not analysed yet"


class Terminal:
    """A program in a pseudo-terminal of 100x30."""

    def __init__(self, command: list[str]) -> None:
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            os.environ |= {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30"}
            os.execv(command[0], command)  # noqa: S606
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self.seen = b""

    def read(self, seconds: float) -> None:
        """Take what comes within a moment."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if select.select([self._terminal], [], [], left)[0]:
                try:
                    self.seen += os.read(self._terminal, 65536)
                except OSError:  # the program has ended
                    return

    def press(self, key: bytes) -> None:
        """Type a key, and give the program a moment."""
        os.write(self._terminal, key)
        self.read(1.0)

    def wait(self) -> int:
        """The exit status, once it has ended; kills what does not end."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            self.read(0.1)
            process, status = os.waitpid(self._process, os.WNOHANG)
            if process:
                return os.waitstatus_to_exitcode(status)
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        return -signal.SIGKILL


def until(terminal: Terminal, condition: Callable[[], bool], what: str) -> None:
    """Wait for something to become so while the program goes on."""
    end = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > end:
            tail = terminal.seen[-600:].decode(errors="replace")
            raise AssertionError(f"did not come: {what}; last on screen: {tail!r}")
        terminal.read(1.0)


def json_lines(home: Path, *arguments: str) -> list[dict[str, Any]]:
    """What a command prints with `--json`."""
    command = [str(PLAY), "--home", str(home), "--json", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def heard(home: Path) -> int:
    """Songs of the queue whose sound is known."""
    if not (home / "data" / "library").exists():
        return 0
    queue = json_lines(home, "queue", "--mood", "happy", "--limit", "200")
    return sum(NOT_HEARD not in row["why"] for row in queue)


def demo_in_the_player(home: Path) -> str:
    """Open the player, take the demo, wait until all of it is heard, quit."""
    terminal = Terminal(
        [str(PLAY), "--home", str(home), "--camera", "off", "--audio-output", "adummy"]
    )
    until(terminal, lambda: b"demo" in terminal.seen, "the welcome")
    terminal.press(b"\r")  # the first way: the demo, where there is no music folder
    terminal.press(b"\x1b")  # no camera
    until(terminal, lambda: heard(home) == DEMO_PIECES, "all pieces composed and heard")
    terminal.press(b"q")
    status = terminal.wait()
    assert status == 0, f"the player ended with {status}"
    return f"{DEMO_PIECES} pieces composed, heard and ranked; quit"


def every_format(home: Path, folder: Path) -> str:
    """Scan a file of each kind; all of them must be heard."""
    assert set(SUFFIXES) >= AUDIO_SUFFIXES
    for number, suffix in enumerate(SUFFIXES):
        write_tone(folder / f"tone{suffix}", 3.0 + number, 220.0 + 40 * number)
    report = json_lines(home, "scan", str(folder))[-1]
    assert (report["added"], report["failed"]) == (len(SUFFIXES), 0), report
    assert heard(home) == DEMO_PIECES + len(SUFFIXES)
    return f"{len(SUFFIXES)} formats: {' '.join(SUFFIXES)}"


def queue(home: Path) -> str:
    """Two moods give two queues, and each row has its terms and reason."""
    firsts = []
    for mood in ("happy", "sad"):
        rows = json_lines(home, "queue", "--mood", mood, "--strategy", "match", "--limit", "5")
        assert all(row["terms"]["mood"] > 0 and row["why"] for row in rows)
        firsts.append(rows[0]["title"])
    assert firsts[0] != firsts[1]
    return f"happy begins with {firsts[0]}, sad with {firsts[1]}"


def mood(home: Path) -> str:
    """Read a smiling face."""
    [reading] = json_lines(home, "mood", str(PICTURE))
    assert reading["label"] == "happy", reading
    return f"the portrait looks {reading['label']} ({reading['confidence']:.0%})"


@contextmanager
def step(name: str) -> Iterator[list[str]]:
    """Print how a step went; what is put into the list is what was found."""
    begun = time.monotonic()
    found: list[str] = []
    try:
        yield found
    except AssertionError as error:
        print(f"{name}: FAILED: {error}", flush=True)
        raise SystemExit(1) from error
    print(f"{name}: {found[0]} ({time.monotonic() - begun:.0f} s)", flush=True)


def main() -> None:
    """Do all steps."""
    scratch = Path(sys.argv[1])
    home = scratch / "home"
    with step("the player") as found:
        found.append(demo_in_the_player(home))
    with step("a scan") as found:
        found.append(every_format(home, scratch / "music"))
    with step("queue") as found:
        found.append(queue(home))
    with step("mood") as found:
        found.append(mood(home))


if __name__ == "__main__":
    main()
