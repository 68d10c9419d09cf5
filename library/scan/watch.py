"""Watches folders while the player runs, and reports changes after they have settled."""

import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from tui_player.errors import LibraryError, system_message
from tui_player.library.scan.walk import Walk, has_audio_suffix, is_below, is_gone

POLL_EVERY_MS: Final = 400
"""Poll interval. A file is complete if two polls see it unchanged; partial copies grow."""
_MOUNTS: Final = Path("/proc/self/mountinfo")
_MOUNT_POINT: Final = 4
"""Column of `mountinfo` (proc(5))."""

FileState: TypeAlias = tuple[int, int] | None
"""Size and modification time of a file; None if it does not exist."""
NOT_POLLED: Final[FileState] = (-1, -1)


class Watch:
    """Watches `folders` until `stop` is set."""

    def __init__(self, folders: Sequence[str], stop: threading.Event) -> None:
        self._stop = stop
        self._folders = {folder: _identity(folder) for folder in folders}
        self._mounts = [
            mount for mount in _mount_points() if any(is_below(mount, root) for root in folders)
        ]
        self._unsettled: dict[str, FileState] = {}

    def changes(self) -> Iterator[set[str]]:
        """Yield settled paths: new, changed and deleted files, and deleted folders.

        All folders are reported if the system's events are incomplete. Raises `LibraryError`.
        """
        present = [folder for folder, identity in self._folders.items() if identity is not None]
        while present and not self._stop.is_set():
            try:
                yield from self._changes(present)
            except RuntimeError:  # a name that is not UTF-8; other events of this batch are lost
                self._unsettled |= dict.fromkeys(present, NOT_POLLED)
                self._stop.wait(POLL_EVERY_MS / 1000)
            except OSError as error:
                raise LibraryError(f"folders can't be watched: {system_message(error)}") from error

    def _changes(self, folders: Sequence[str]) -> Iterator[set[str]]:
        import watchfiles

        for raw in watchfiles.watch(
            *folders,
            watch_filter=None,
            debounce=POLL_EVERY_MS,
            step=POLL_EVERY_MS // 4,
            rust_timeout=POLL_EVERY_MS,
            yield_on_timeout=True,
            stop_event=self._stop,
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            for change, path in raw:
                self._note(path, is_new=change == watchfiles.Change.added)
            if settled := self._settled():
                yield settled

    def _note(self, path: str, *, is_new: bool) -> None:
        """Poll a file until it settles; for a new folder, poll its files."""
        if not self._is_visible(path):
            return
        if not os.path.isdir(path):  # noqa: PTH112
            if has_audio_suffix(path) or is_gone(path):
                self._unsettled[path] = NOT_POLLED
        elif is_new:
            self._unsettled |= {file.path: NOT_POLLED for file in Walk().files(path)}

    def _is_visible(self, path: str) -> bool:
        """Whether no part of the path is hidden; scans skip hidden files and folders too."""
        root = next((folder for folder in self._folders if is_below(path, folder)), None)
        if root is None:
            return False
        return not any(part.startswith(".") for part in Path(path).relative_to(root).parts)

    def _settled(self) -> set[str]:
        settled = set()
        for path, before in list(self._unsettled.items()):
            now = _file_state(path)
            if now != before:
                self._unsettled[path] = now
                continue
            del self._unsettled[path]
            if now is not None or self._was_deleted(path):
                settled.add(path)
        return settled

    def _was_deleted(self, path: str) -> bool:
        """Whether the file was deleted; false if its drive was unmounted."""
        for folder, identity in self._folders.items():
            if is_below(path, folder) and _identity(folder) != identity:
                return False
        mounted = set(_mount_points())
        return not any(is_below(path, mount) for mount in self._mounts if mount not in mounted)


def _file_state(path: str) -> FileState:
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _identity(folder: str) -> tuple[int, int] | None:
    """(st_dev, st_ino), which differ for an empty mount point; None if unreadable."""
    try:
        status = os.stat(folder)  # noqa: PTH116
    except OSError:  # also for a dead network drive
        return None
    return status.st_dev, status.st_ino


def _mount_points() -> list[str]:
    """Mount points of this system; empty if unknown."""
    try:
        lines = _MOUNTS.read_bytes().splitlines()
    except OSError:
        return []
    return [_unescaped(line.split()[_MOUNT_POINT]) for line in lines]


def _unescaped(name: bytes) -> str:
    """Decode octal escapes, which `mountinfo` uses for spaces and similar characters."""
    parts = name.split(b"\\")
    return os.fsdecode(
        parts[0] + b"".join(bytes([int(part[:3], 8)]) + part[3:] for part in parts[1:])
    )
