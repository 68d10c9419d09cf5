"""The command line: which command is meant, and how it may end."""

import argparse
import os
import re
import sys
import traceback
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from typing import Final, NoReturn
from urllib.parse import quote

from tui_player.commands import (
    analyse,
    doctor,
    mood,
    player,
    playlist,
    queue,
    rate,
    ratings,
    scan,
    why,
)
from tui_player.commands.context import DONE, SOME_FAILED, WRONG_USAGE, Context
from tui_player.commands.output import complain, say
from tui_player.errors import PlayerError, UsageError
from tui_player.paths import Paths, make_private_directory, typed_path

INTERRUPTED: Final = 130
"""Exit status after Ctrl-C, as shells have it."""
ONE_BLAS_THREAD: Final = ("OPENBLAS_NUM_THREADS", "1")
"""For numpy, which is loaded later. Several threads wait for each other in a busy loop, which costs
more than they gain where a worker on every core hears songs."""
PRIVATE_UMASK: Final = 0o077
"""What this program writes is the listener's alone."""

PLACES: Final = ("--mood", "--goal")
"""Options whose value may be a point, and so begin with a dash."""

LONGEST_PROFILE: Final = 40
"""Characters."""
LONGEST_QUOTED: Final = 200
"""The same as it stands in a file's name."""

COMMANDS: Final = (scan, queue, why, mood, analyse, rate, ratings, playlist, doctor)

EXAMPLES: Final = """\
examples:
  tui-player                          open the player; the camera is asked for
  tui-player --camera 0               open it with the first camera on
  tui-player --camera talk.mp4        read a video as if it were a camera
  tui-player scan ~/Music             add a folder to the library
  tui-player queue --mood happy       what would be played now
  tui-player why song.ogg --mood sad  why a song stands where it does

keys in the player: ? shows them all
exit status: 0 done, 1 some inputs failed (each named on stderr), 2 wrong usage
"""


class Parser(argparse.ArgumentParser):
    """An argparse parser whose complaint is one line."""

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError` instead of printing the usage and leaving."""
        raise UsageError(f"{message} (see {self.prog} --help)")


class _ShowVersion(argparse.Action):
    """`--version`; looks the version up only when asked."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        say(f"tui-player {import_module('importlib.metadata').version('tui-player')}")
        parser.exit(DONE)


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line asks; returns the exit status."""
    os.umask(PRIVATE_UMASK)
    os.environ.setdefault(*ONE_BLAS_THREAD)
    try:
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
        # The reader has had enough. Python flushes stdout once more as it ends: into nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return status


def _run(argv: list[str]) -> int:
    arguments = _parser().parse_args(_with_joined_places(argv))
    paths = Paths.under(typed_path(arguments.home).absolute()) if "home" in arguments else None
    profile = checked_profile(getattr(arguments, "profile", ""))
    context = Context(
        paths=replace(paths or Paths.of_user(), profile=profile),
        json=getattr(arguments, "json", False),
        camera=getattr(arguments, "camera", None),
        audio_output=getattr(arguments, "audio_output", None),
    )
    _speak_safely(context.json)
    try:
        status: int = arguments.run(arguments, context)
    except (PlayerError, BrokenPipeError):
        raise
    except PermissionError as error:
        raise PlayerError(f"{error.filename}: {str(error.strerror).lower()}") from error
    except Exception as error:  # the outermost boundary: a listener never reads a traceback
        raise PlayerError(_kept_for_later(error, context.paths)) from error
    return status


def _speak_safely(as_json: bool) -> None:
    """Let no name or tag make printing fail; JSON is UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if as_json and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")


def _kept_for_later(error: Exception, paths: Paths) -> str:
    """Write the traceback to the log; returns the line that the listener reads instead."""
    summary = " ".join(f"{type(error).__name__}: {error}".split())
    try:
        make_private_directory(paths.state)
        with paths.log_file.open("a", encoding="utf-8", errors="backslashreplace") as log:
            traceback.print_exception(error, file=log)
    except OSError:
        return f"unexpected error: {summary}"
    return f"unexpected error: {summary} (more in {paths.log_file})"


def _with_joined_places(argv: Sequence[str]) -> list[str]:
    """`--mood -0.5,0.3` as `--mood=-0.5,0.3`: argparse takes a leading dash for an option."""
    joined: list[str] = []
    for argument in argv:
        if joined and joined[-1] in PLACES and re.match(r"-[\d.]", argument):
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return joined


def _parser() -> Parser:
    common = _common_options()
    parser = Parser(
        prog="tui-player",
        description="A music player for the terminal that follows the listener's mood.",
        epilog=EXAMPLES,
        parents=[common],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_ShowVersion, nargs=0, help="show the version and exit")
    parser.set_defaults(run=player.run)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)
    for command in COMMANDS:
        command.add_parser(commands, common)
    return parser


def checked_profile(name: str) -> str:
    """The name of a listener; raises `UsageError` where it can't be one."""
    is_name = len(name) <= LONGEST_PROFILE and name.isprintable() and name == name.strip()
    if not is_name or len(quote(name, safe="")) > LONGEST_QUOTED:
        raise UsageError(
            f"--profile wants a name of at most {LONGEST_PROFILE} printable characters,"
            " fewer in scripts that take many bytes"
        )
    return name


def _common_options() -> argparse.ArgumentParser:
    """The options that stand on either side of a command's arguments.

    They have no defaults (SUPPRESS), for else the command's parser would undo what stood before it.
    """
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    group = common.add_argument_group("options of every command")
    group.add_argument(
        "--home", metavar="DIR", help="keep settings, library, state and cache under DIR"
    )
    group.add_argument(
        "--profile",
        metavar="NAME",
        help="be this listener of the household: own ratings, feedback and session",
    )
    group.add_argument("--json", action="store_true", help="print one JSON object a line")
    group.add_argument(
        "--camera",
        metavar="N|FILE|FOLDER|off",
        help="look at the listener through camera N, or read a video or a folder of pictures in a"
        " loop; naming a source is consent to it",
    )
    group.add_argument(
        "--audio-output", metavar="NAME", help="libVLC's audio output, such as pulse or alsa"
    )
    return common
