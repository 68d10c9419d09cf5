"""One writer at a time: a lock that the system takes back when its process dies."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from tui_player.errors import LibraryInUseError
from tui_player.paths import PRIVATE_FILE_MODE


class WriterLock:
    """An exclusive `flock` on a file that names the process that holds it.

    The file stays when the lock is released: removing it would let two processes lock two
    files of the same name.
    """

    def __init__(self, path: Path) -> None:
        """Take the lock or raise `LibraryInUseError`; `OSError` where there can be no file."""
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE_MODE)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._descriptor, 32, 0).decode("ascii", "replace").strip()
            os.close(self._descriptor)
            raise LibraryInUseError(_in_use(path.parent, holder)) from None
        except OSError:
            os.close(self._descriptor)
            raise
        with suppress(OSError):  # the number is for the reader; the lock holds without it
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let the next one in."""
        os.close(self._descriptor)


def _in_use(directory: Path, holder: str) -> str:
    by = f" by process {holder}" if holder.isdigit() else " by another process"
    return f"the library in {directory} is in use{by}"
