"""Writer lock: one writer at a time. The system releases it when the process dies."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from tui_player.errors import LibraryInUseError
from tui_player.paths import PRIVATE_FILE_MODE


class WriterLock:
    """An exclusive `flock` on a file that contains the holder's process number.

    The file stays after release: without it, two processes could lock two files of the same name.
    """

    def __init__(self, path: Path) -> None:
        """Take the lock. Raises `LibraryInUseError`; `OSError` if the file can't be created."""
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
        with suppress(OSError):  # the number is information only; the lock works without it
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Release the lock."""
        os.close(self._descriptor)


def _in_use(directory: Path, holder: str) -> str:
    by = f" by process {holder}" if holder.isdigit() else " by another process"
    return f"the library in {directory} is in use{by}"
