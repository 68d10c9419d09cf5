"""Folders watched while the player runs: what is new, changed or gone, once it has settled."""

import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from tui_player.errors import LibraryError
from tui_player.library.scan.walk import Walk, has_audio_suffix, is_below, is_gone, reason_of

LOOK_EVERY_MS: Final = 400
"""A file that is the same at two looks is taken for whole: half-copied ones grow."""
_MOUNTS: Final = Path("/proc/self/mountinfo")
_MOUNT_POINT: Final = 4
"""Column of `mountinfo` (proc(5))."""

Look: TypeAlias = tuple[int, int] | None
"""Size and time of change of a file; None of what is not there (any more)."""
NEVER_LOOKED: Final[Look] = (-1, -1)


class Watch:
    """Watches `folders` until `stop` is set."""

    def __init__(self, folders: Sequence[str], stop: threading.Event) -> None:
        self._stop = stop
        self._folders = {folder: _identity(folder) for folder in folders}
        self._mounts = [
            mount for mount in _mount_points() if any(is_below(mount, root) for root in folders)
        ]
        self._unsettled: dict[str, Look] = {}

    def changes(self) -> Iterator[set[str]]:
        """Paths to look at anew as they settle: of files that are new, changed or gone, of folders
        that are gone, and of all folders where the system tells no more.

        Raises `LibraryError`.
        """
        there = [folder for folder, identity in self._folders.items() if identity is not None]
        while there and not self._stop.is_set():
            try:
                yield from self._changes(there)
            except RuntimeError:  # a name that is not UTF-8; what came with it is lost
                self._unsettled |= dict.fromkeys(there, NEVER_LOOKED)
                self._stop.wait(LOOK_EVERY_MS / 1000)
            except OSError as error:
                raise LibraryError(f"folders can't be watched: {reason_of(error)}") from error

    def _changes(self, folders: Sequence[str]) -> Iterator[set[str]]:
        import watchfiles

        for raw in watchfiles.watch(
            *folders,
            watch_filter=None,
            debounce=LOOK_EVERY_MS,
            step=LOOK_EVERY_MS // 4,
            rust_timeout=LOOK_EVERY_MS,
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
        """Look at a file until it stays as it is; at those of a folder, if that is new."""
        if not self._is_visible(path):
            return
        if not os.path.isdir(path):  # noqa: PTH112
            if has_audio_suffix(path) or is_gone(path):
                self._unsettled[path] = NEVER_LOOKED
        elif is_new:
            self._unsettled |= {file.path: NEVER_LOOKED for file in Walk().files(path)}

    def _is_visible(self, path: str) -> bool:
        """A scan passes over hidden files and folders, too."""
        root = next((folder for folder in self._folders if is_below(path, folder)), None)
        if root is None:
            return False
        return not any(part.startswith(".") for part in Path(path).relative_to(root).parts)

    def _settled(self) -> set[str]:
        settled = set()
        for path, before in list(self._unsettled.items()):
            now = _look(path)
            if now != before:
                self._unsettled[path] = now
                continue
            del self._unsettled[path]
            if now is not None or self._was_deleted(path):
                settled.add(path)
        return settled

    def _was_deleted(self, path: str) -> bool:
        """Rather than that the drive with it went away."""
        for folder, identity in self._folders.items():
            if is_below(path, folder) and _identity(folder) != identity:
                return False
        mounted = set(_mount_points())
        return not any(is_below(path, mount) for mount in self._mounts if mount not in mounted)


def _look(path: str) -> Look:
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _identity(folder: str) -> tuple[int, int] | None:
    """What tells a folder from an empty mount point in its place; None of what can't be seen."""
    try:
        status = os.stat(folder)  # noqa: PTH116
    except OSError:  # of a dead network drive, too
        return None
    return status.st_dev, status.st_ino


def _mount_points() -> list[str]:
    """Of this system, where it tells."""
    try:
        lines = _MOUNTS.read_bytes().splitlines()
    except OSError:
        return []
    return [_unescaped(line.split()[_MOUNT_POINT]) for line in lines]


def _unescaped(name: bytes) -> str:
    """Spaces and the like stand as octal numbers there."""
    parts = name.split(b"\\")
    return os.fsdecode(
        parts[0] + b"".join(bytes([int(part[:3], 8)]) + part[3:] for part in parts[1:])
    )
