"""Entry point of the command line: runs a command and turns errors into exit statuses."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tui_player.commands.support.output import complain
from tui_player.commands.support.parser import parse
from tui_player.commands.support.status import DONE, SOME_FAILED, WRONG_USAGE
from tui_player.errors import PlayerError, UsageError, system_message
from tui_player.text import one_line

if TYPE_CHECKING:
    from tui_player.paths import Paths

LINKS: Final = ("library", "models")
INTERRUPTED: Final = 130
"""Exit status after Ctrl-C, as in shells."""
ONE_BLAS_THREAD: Final = ("OPENBLAS_NUM_THREADS", "1")
"""Environment variable for numpy, which is loaded later. Each core has a worker of its own, and
several BLAS threads would wait for each other in a busy loop."""
PRIVATE_UMASK: Final = 0o077
"""Only the listener may read the files that this program writes."""

LONGEST_PROFILE: Final = 40
"""Longest profile name, characters."""
LONGEST_QUOTED: Final = 200
"""Longest profile name after quoting for a file name, bytes."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command in `argv` and return the exit status."""
    os.umask(PRIVATE_UMASK)
    os.environ.setdefault(*ONE_BLAS_THREAD)
    _open_closed_streams()
    try:
        _require_links()
        status = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except UsageError as error:
        complain(str(error))
        return WRONG_USAGE
    except PlayerError as error:
        complain(str(error))
        return SOME_FAILED
    except KeyboardInterrupt:
        complain("stopped")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader closed the pipe. Python flushes stdout again at exit; that goes to /dev/null.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:  # the output can't be written, or the working directory is gone
        complain(system_message(error))
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
        return SOME_FAILED
    return status


def _open_closed_streams() -> None:
    """Connect standard streams that the caller has closed (`>&-`) to /dev/null."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            stream = open(os.devnull, "w" if number else "r", encoding="utf-8")  # noqa: SIM115, PTH123
            setattr(sys, name, stream)


def _require_links() -> None:
    """Raise `PlayerError` if the links `library` and `models` are missing; a zip loses them."""
    here = os.path.dirname(__file__)  # noqa: PTH120 - pathlib is slow to import
    missing = [name for name in LINKS if not os.path.isdir(f"{here}/{name}")]  # noqa: PTH112
    if missing:
        raise PlayerError(
            f"the links {' and '.join(missing)} are missing in {here}: type, where the file system"
            f" has links, cd '{here}' && rm -rf library models && ln -s ../library ../models ."
        )


def _run(argv: list[str]) -> int:
    arguments = parse(argv)
    from tui_player.commands.support.context import context_of

    profile = checked_profile(getattr(arguments, "profile", ""))
    context = context_of(arguments, profile)
    _speak_safely(context.json)
    try:
        status: int = arguments.run(arguments, context)
    except (PlayerError, BrokenPipeError):
        raise
    except PermissionError as error:
        raise PlayerError(f"{error.filename}: {system_message(error)}") from error
    except Exception as error:  # the outermost boundary: a listener never reads a traceback
        raise PlayerError(_kept_for_later(error, context.paths)) from error
    return status


def checked_profile(name: str) -> str:
    """Return `name` if it can be a profile name; raises `UsageError` otherwise."""
    if name and not _names_a_listener(name):
        raise UsageError(
            f"--profile wants a name of at most {LONGEST_PROFILE} printable characters,"
            " fewer in scripts that take many bytes"
        )
    return name


def _names_a_listener(name: str) -> bool:
    from urllib.parse import quote

    if len(name) > LONGEST_PROFILE or not name.isprintable() or name != name.strip():
        return False
    return len(quote(name, safe="")) <= LONGEST_QUOTED


def _speak_safely(as_json: bool) -> None:
    """Set up output so that no name or tag makes printing fail; JSON is always UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if as_json and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")


def _kept_for_later(error: Exception, paths: "Paths") -> str:
    """Write the traceback to the log; returns one line for the listener."""
    import traceback

    from tui_player.paths import make_private_directory

    summary = one_line(f"{type(error).__name__}: {error}")
    try:
        make_private_directory(paths.state)
        with paths.log_file.open("a", encoding="utf-8", errors="backslashreplace") as log:
            traceback.print_exception(error, file=log)
    except OSError:
        return f"unexpected error: {summary}"
    return f"unexpected error: {summary} (more in {paths.log_file})"
