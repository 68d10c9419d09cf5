"""Parser of the command line. It imports only the module of the called command."""

import argparse
import os
import re
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final, NoReturn

from tui_player import __version__
from tui_player.commands import COMMANDS
from tui_player.commands.support.output import say
from tui_player.commands.support.status import DONE
from tui_player.errors import UsageError

POINT_OPTIONS: Final = ("--mood", "--goal")
"""Options whose value may be a point such as -0.5,0.3, which begins with a dash."""
WITH_VALUE: Final = ("--home", "--profile", "--camera", "--audio-output")
"""Common options that take a value."""

COLUMNS: Final = 80
"""Width of a help text if the output is no terminal."""

EXAMPLES: Final = """\
examples:
  tui-player                          open the player; it asks before it uses the camera
  tui-player --camera 0               open it with the first camera on
  tui-player --camera talk.mp4        read a video as if it were a camera
  tui-player scan ~/Music             add a folder to the library
  tui-player queue --mood happy       what would be played now
  tui-player why song.ogg --mood sad  why a song has its place in the queue

keys in the player: ? shows them all
exit status: 0 done, 1 some inputs failed (each named on stderr), 2 wrong usage
"""


class _HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Formatter with a fixed width; argparse would ask shutil at every option, which is slow."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def _columns() -> int:
    try:
        return int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        pass
    try:
        return os.get_terminal_size(1).columns
    except OSError:  # not a terminal
        return COLUMNS


class Parser(argparse.ArgumentParser):
    """An argparse parser with error messages of one line."""

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError` instead of printing the usage and exiting."""
        raise UsageError(f"{message} (see {self.prog} --help)")


class _ShowVersion(argparse.Action):
    """The option `--version`; argparse's own action imports more modules."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        say(f"tui-player {__version__}")
        parser.exit(DONE)


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Parse and check `argv`; the result's `run` is the command's function. Raises `UsageError`.

    `--help` and `--version` print and raise `SystemExit`.
    """
    command = command_in(argv)
    arguments = _parser(command).parse_args(_with_joined_points(argv))
    module = import_module(f"tui_player.commands.{command or 'player'}")
    if hasattr(module, "check"):
        module.check(arguments)
    arguments.run = module.run
    return arguments


def command_in(argv: Sequence[str]) -> str:
    """First word that is neither an option nor an option's value; empty if there is none."""
    words = iter(argv)
    for word in words:
        if word in WITH_VALUE:
            next(words, None)
        elif not word.startswith("-"):
            return word
    return ""


def _with_joined_points(argv: Sequence[str]) -> list[str]:
    """Join `--mood -0.5,0.3` to `--mood=-0.5,0.3`; argparse takes a leading dash for an option."""
    joined: list[str] = []
    for argument in argv:
        if joined and joined[-1] in POINT_OPTIONS and re.match(r"-[\d.]", argument):
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return joined


def _parser(command: str) -> Parser:
    common = common_options()
    parser = Parser(
        prog="tui-player",
        description="A music player for the terminal that follows the listener's mood.",
        epilog=EXAMPLES,
        parents=[common],
        formatter_class=_HelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_ShowVersion, nargs=0, help="show the version and exit")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)
    for name, summary in COMMANDS.items():
        if name == command:
            _add_command(commands, name, common)
        else:
            commands.add_parser(name, help=summary, add_help=False, formatter_class=_HelpFormatter)
    return parser


def _add_command(commands: Any, name: str, common: argparse.ArgumentParser) -> None:
    module = import_module(f"tui_player.commands.{name}")
    parser = commands.add_parser(
        name,
        parents=[common],
        help=COMMANDS[name],
        description=module.DESCRIPTION,
        epilog=module.EPILOG,
        formatter_class=_HelpFormatter,
        allow_abbrev=False,
    )
    module.add_arguments(parser)


def common_options() -> argparse.ArgumentParser:
    """Options that may be before or after a command's name.

    They have no defaults (SUPPRESS), or the command's parser would reset options before its name.
    """
    common = argparse.ArgumentParser(
        add_help=False, argument_default=argparse.SUPPRESS, formatter_class=_HelpFormatter
    )
    group = common.add_argument_group("options of every command")
    group.add_argument(
        "--home", metavar="DIR", help="keep settings, library, state and cache under DIR"
    )
    group.add_argument(
        "--profile",
        metavar="NAME",
        help="use this listener's profile, with its own ratings, feedback and session",
    )
    group.add_argument("--json", action="store_true", help="print one JSON object a line")
    group.add_argument(
        "--camera",
        metavar="N|FILE|FOLDER|off",
        help="read the listener's face through camera N, or in a video or folder of pictures in a"
        " loop; naming a source is consent to it",
    )
    group.add_argument(
        "--audio-output", metavar="NAME", help="libVLC's audio output, such as pulse or alsa"
    )
    return common
