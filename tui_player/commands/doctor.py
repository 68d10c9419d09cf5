"""`tui-player doctor`: checks what the player needs, and gives advice."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tui_player.commands.support.output import aligned, say, say_json
from tui_player.commands.support.status import DONE, SOME_FAILED
from tui_player.errors import PlayerError

if TYPE_CHECKING:
    from tui_player.commands.checks.finding import Finding
    from tui_player.commands.support.context import Context

DESCRIPTION: Final = "Check what the player needs, and say what to do if it is missing."
EPILOG: Final = """\
The camera is not switched on, unless --camera names one (or a file or folder to read instead).
JSON a line: {"check", "status": "ok"|"warning"|"error", "detail", "advice"}. The exit status is 0
if nothing is in error.

examples:
  tui-player doctor
  tui-player doctor --camera 0
  tui-player doctor --json
  tui-player doctor --repair      first run it without --repair, which changes nothing
"""
INDENT: Final = " " * 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `doctor`."""
    parser.add_argument("--repair", action="store_true", help="also repair faults in the library")


def run(arguments: argparse.Namespace, context: "Context") -> int:
    """Run all checks; exit status 1 if one finds an error."""
    from tui_player.commands.checks.finding import Status

    failed = False
    for finding in _findings(context, repair_faults=arguments.repair):
        failed = failed or finding.status is Status.ERROR
        if context.json:
            say_json(finding.as_json())
        else:
            _print_result(finding)
    return SOME_FAILED if failed else DONE


def _findings(context: "Context", *, repair_faults: bool) -> "Iterator[Finding]":
    from tui_player.commands.checks import library, machine, models, sound

    yield machine.python()
    yield machine.packages()
    yield machine.terminal()
    yield machine.settings(context.paths.config_file)
    yield from sound.checks(context.audio_output or _configured_output(context))
    yield machine.camera(context.camera)
    yield models.expression()
    yield models.music()
    yield models.corrections(context.paths.session_file)
    yield library.check(context.paths.library, repair_faults=repair_faults)


def _configured_output(context: "Context") -> str:
    try:
        return context.config().playback.audio_output
    except PlayerError:  # the check of the settings reports it
        return ""


def _print_result(finding: "Finding") -> None:
    columns = (f"{finding.status:7}", f"{finding.check:10}", finding.detail)
    say(aligned([columns])[0])
    if finding.advice:
        say(f"{INDENT}{finding.advice}")
