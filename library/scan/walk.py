"""Finds audio files in folders."""

import os
import stat
from collections import deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from tui_player.errors import system_message

AUDIO_SUFFIXES: Final = frozenset(
    [
        ".mp3",
        ".flac",
        ".ogg",
        ".oga",
        ".opus",
        ".m4a",
        ".aac",
        ".mp4",
        ".wav",
        ".aiff",
        ".aif",
        ".wma",
    ],
)
"""Suffixes of audio files, in lower case."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """An audio file that was found but not read yet."""

    path: str
    """Absolute path, with surrogate escapes if the name is not UTF-8."""
    size_bytes: int
    mtime_ns: int

    def __reduce__(self) -> tuple[type["FoundFile"], tuple[str, int, int]]:
        """Pickle as one call: several times as fast as by fields, and workers receive many."""
        return FoundFile, (self.path, self.size_bytes, self.mtime_ns)


@dataclass
class Walk:
    """A walk over several folders. A directory with several paths is walked once."""

    is_stopped: Callable[[], bool] = lambda: False
    """Called before each directory; true ends the walk."""
    failures: list[tuple[str, str]] = field(default_factory=list)
    """Path and reason of each file or folder that can't be read."""
    walked_roots: list[str] = field(default_factory=list)
    """Absolute paths of the given folders and files that exist."""
    _seen: set[tuple[int, int]] = field(default_factory=set)
    """(st_dev, st_ino) of walked directories; this stops loops of links."""

    def files(self, folder: str) -> Iterator[FoundFile]:
        """Yield the audio files in and below `folder`, or `folder` itself if it is a file.

        Hidden files and folders are skipped. Linked directories come last, so that the real path
        of a file is found before a linked one.
        """
        root = os.path.abspath(folder)  # noqa: PTH100 - pathlib has nothing for "a/../b"
        try:
            status = os.stat(root)  # noqa: PTH116 - PurePath is slow for 100,000 files
        except OSError as error:
            self._fail(root, error)
            return
        self.walked_roots.append(root)
        if stat.S_ISDIR(status.st_mode):
            yield from self._below(root)
        elif (found := self._audio_file(root, status)) is not None:
            yield found

    def _below(self, root: str) -> Iterator[FoundFile]:
        directories, links = deque([root]), deque[str]()
        while (directories or links) and not self.is_stopped():
            directory = directories.popleft() if directories else links.popleft()
            for entry in self._entries(directory):
                try:
                    if entry.is_dir():
                        (links if entry.is_symlink() else directories).append(entry.path)
                    elif has_audio_suffix(entry.name):
                        found = self._audio_file(entry.path, entry.stat())
                        if found is not None:
                            yield found
                except OSError as error:
                    if has_audio_suffix(entry.name):
                        self._fail(entry.path, error)

    def _entries(self, directory: str) -> list[os.DirEntry[str]]:
        try:
            status = os.stat(directory)  # noqa: PTH116
            identity = (status.st_dev, status.st_ino)
            if identity in self._seen:
                return []
            self._seen.add(identity)
            with os.scandir(directory) as entries:
                visible = [entry for entry in entries if not entry.name.startswith(".")]
        except OSError as error:
            self._fail(directory, error)
            return []
        return sorted(visible, key=lambda entry: entry.name)

    def _audio_file(self, path: str, status: os.stat_result) -> FoundFile | None:
        if stat.S_ISREG(status.st_mode):
            return FoundFile(path, status.st_size, status.st_mtime_ns)
        self.failures.append((path, "not a regular file"))
        return None

    def _fail(self, path: str, error: OSError) -> None:
        self.failures.append((path, system_message(error)))


def is_gone(path: str) -> bool:
    """Whether `path` surely does not exist. False if the system can't tell."""
    try:
        os.stat(path)  # noqa: PTH116
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def is_below(path: str, root: str) -> bool:
    """Whether `path` is `root` or lies below it (both absolute)."""
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)


def is_below_any(path: str, roots: Collection[str]) -> bool:
    """Whether `path` is one of `roots` or below one. A set of `roots` makes this fast."""
    while path not in roots:
        parent = os.path.dirname(path)  # noqa: PTH120
        if parent == path:
            return False
        path = parent
    return True


def has_audio_suffix(name: str) -> bool:
    """Whether the file name has an audio suffix."""
    return os.path.splitext(name)[1].lower() in AUDIO_SUFFIXES  # noqa: PTH122
