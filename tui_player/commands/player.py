"""`tui-player` without a command: runs the player."""

import argparse
import os
import sys
from typing import TYPE_CHECKING

from tui_player.commands.support.status import DONE
from tui_player.errors import PlayerError, UsageError
from tui_player.run_options import CAMERA_OFF, Options

if TYPE_CHECKING:
    from tui_player.commands.support.context import Context


def check(arguments: argparse.Namespace) -> None:
    """Raise `UsageError` if the given camera can't be a frame source."""
    camera: str | None = getattr(arguments, "camera", None)
    if camera is None or camera == CAMERA_OFF or camera.isdecimal():
        return
    # pathlib raises for an unknown user as in "~nobody", and is slow to import
    if not os.path.exists(os.path.expanduser(camera)):  # noqa: PTH110, PTH111
        raise UsageError(
            f"--camera {camera}: neither a camera's number, a file, a folder nor {CAMERA_OFF}"
        )


def run(_: argparse.Namespace, context: "Context") -> int:
    """Run the player until the listener quits."""
    from tui_player.library.store.gc_pause import collect_seldom
    from tui_player.ui.terminal import keep_stderr_off_the_screen

    config = context.config()
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise PlayerError("the player needs a terminal; for scripts there are commands (--help)")
    collect_seldom()
    keep_stderr_off_the_screen(context.paths.log_file)
    from tui_player.ui.app import PlayerApp

    app = PlayerApp(Options(context.paths, config, context.camera, context.audio_output or ""))
    app.run()
    return app.return_code or DONE
