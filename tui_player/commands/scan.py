"""`tui-player scan`: adds folders to the library."""

import argparse
import os
import sys
import time
from typing import TYPE_CHECKING, Any, Final

from tui_player.commands.support.output import complain, say, say_json
from tui_player.commands.support.status import DONE, SOME_FAILED
from tui_player.errors import UsageError, system_message
from tui_player.library.scan.summary import progress_text, report_text
from tui_player.text import printable, shortened

if TYPE_CHECKING:
    from pathlib import Path

    from tui_player.commands.support.context import Context
    from tui_player.library.scan.scan import ScanProgress, ScanReport

DESCRIPTION: Final = "Find the songs in folders, read their tags and listen to them."
EPILOG: Final = """\
A scan can be stopped (Ctrl-C); the next scan continues. Songs that moved keep their ratings;
deleted songs are only marked, and keep theirs until they return. Without DIR all known folders are
scanned.
Progress goes to stderr; the last line is
{"added", "updated", "unchanged", "removed", "failed", "seconds"}.

examples:
  tui-player scan ~/Music
  tui-player scan /srv/music ~/Downloads/albums --json
  tui-player scan /srv/music --cluster tcp://10.0.0.5:8786
  tui-player scan                     scan all known folders again
"""

LINE_EVERY_S: Final = 5.0
"""Time between two lines of progress if stderr is no terminal, seconds."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `scan`."""
    parser.add_argument("folders", nargs="*", metavar="DIR", help="a folder with music")
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="let the Dask cluster whose scheduler listens there do the work; its workers need"
        " tui-player and the music under the same paths",
    )


def run(arguments: argparse.Namespace, context: "Context") -> int:
    """Scan folders; exit status 1 if a folder or a file failed."""
    from pathlib import Path

    folders, refused = _folders(arguments.folders)
    if arguments.folders and not folders:
        return SOME_FAILED
    with context.open_library() as store:
        folders = folders or [Path(folder) for folder in store.folders()]
        if not folders:
            raise UsageError(
                "no folder has been scanned yet: name one (see tui-player scan --help)"
            )
        report = _scan(store, folders, arguments.cluster)
    _print_result(report, context.json)
    return SOME_FAILED if refused or report.failed else DONE


def _folders(names: list[str]) -> "tuple[list[Path], int]":
    """Absolute paths of the readable folders, and the number of others. Complain about those."""
    from pathlib import Path

    good = []
    for name in names:
        path = Path(os.path.abspath(name))  # noqa: PTH100  # keeps symlinks
        if not os.path.isdir(path):  # noqa: PTH112 - pathlib raises without permission
            complain(f"{name}: {_why_no_folder(path)}")
        elif not os.access(path, os.R_OK | os.X_OK):
            complain(f"{name}: not allowed to read it")
        else:
            good.append(path)
    return good, len(names) - len(good)


def _why_no_folder(path: "Path") -> str:
    try:
        path.stat()
    except FileNotFoundError:
        return "no such folder"
    except OSError as error:
        return system_message(error)
    return "not a folder"


def _scan(store: Any, folders: "list[Path]", address: str | None) -> "ScanReport":
    """Scan on this machine, or on the cluster at `address`."""
    from tui_player.library.scan.scan import scan

    progress = ProgressLine()
    try:
        if address is None:
            return scan(store, folders, on_progress=progress.show)
        from tui_player.library.workers.cluster import connected
        from tui_player.library.workers.tasks import CALLS_PER_CORE

        with connected(address) as cluster:
            return scan(
                store,
                folders,
                executor=cluster.executor,
                in_flight=CALLS_PER_CORE * cluster.cores,
                on_progress=progress.show,
            )
    finally:
        progress.close()


def _print_result(report: "ScanReport", as_json: bool) -> None:
    for path, reason in report.failures:
        complain(f"{path}: {reason}")
    from dataclasses import asdict

    values = asdict(report)
    del values["failures"]
    values["seconds"] = round(report.seconds, 2)
    if as_json:
        say_json(values)
        return
    say(report_text(report))


class ProgressLine:
    """Progress on stderr: one updated line on a terminal, else a line every few seconds."""

    def __init__(self) -> None:
        self._on_terminal = sys.stderr.isatty()
        self._last_phase = ""
        self._last_at = 0.0
        self._open = False

    def show(self, progress: "ScanProgress") -> None:
        """Show the progress; the scan calls this for every step."""
        if self._on_terminal:
            width = os.get_terminal_size(sys.stderr.fileno()).columns or 80
            line = shortened(printable(progress_text(progress)), width - 1)
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
            self._open = True
            return
        now = time.monotonic()
        if progress.phase != self._last_phase or now - self._last_at >= LINE_EVERY_S:
            self._last_phase, self._last_at = progress.phase, now
            print(progress_text(progress), file=sys.stderr, flush=True)

    def close(self) -> None:
        """Clear the terminal's line for the next output."""
        if self._open:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
