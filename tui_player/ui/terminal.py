"""Keeps libraries' messages (file descriptor 2) off the screen."""

import logging
import os
import sys
from pathlib import Path

from tui_player.paths import PRIVATE_FILE_MODE, make_private_directory


def keep_stderr_off_the_screen(log_file: Path) -> None:
    """Redirect file descriptor 2 to the log, and let Textual draw on a copy of standard output.

    Standard error may not be the terminal. Call this before Textual is imported, because Textual
    takes `sys.__stderr__` for its screen.
    """
    make_private_directory(log_file.parent)
    logging.basicConfig(filename=log_file, format="%(asctime)s %(name)s %(message)s")
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    log = os.open(log_file, flags, PRIVATE_FILE_MODE)
    screen = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="replace", buffering=1)
    os.dup2(log, 2)
    os.close(log)
    sys.__stderr__ = screen  # type: ignore[misc]
