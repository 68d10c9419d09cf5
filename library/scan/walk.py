"""Finding audio files below folders."""

import os
import stat
from collections import deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

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
"""Endings that say audio, in lower case."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """An audio file as the directory has it; nothing of it is read yet."""

    path: str
    """Absolute; holds surrogate escapes where the name is not UTF-8."""
    size_bytes: int
    mtime_ns: int

    def __reduce__(self) -> tuple[type["FoundFile"], tuple[str, int, int]]:
        """Pickled as one call, several times as quick as by fields: workers are sent many."""
        return FoundFile, (self.path, self.size_bytes, self.mtime_ns)


@dataclass
class Walk:
    """One walk over any number of folders; a directory that two ways lead to is walked once."""

    is_stopped: Callable[[], bool] = lambda: False
    """Asked before each directory."""
    failures: list[tuple[str, str]] = field(default_factory=list)
    """Path and reason of what could not be looked at."""
    walked_roots: list[str] = field(default_factory=list)
    """The folders and files that were there to be walked, absolute."""
    _seen: set[tuple[int, int]] = field(default_factory=set)
    """(st_dev, st_ino) of the directories walked: links that form a loop end here."""

    def files(self, folder: str) -> Iterator[FoundFile]:
        """The audio files in and below `folder` (or `folder` itself, if it is a file).

        Hidden files and folders are skipped. Directories that are linked come last, so that a
        song is known by its real path where the walk meets both.
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
        self.failures.append((path, reason_of(error)))


def reason_of(error: OSError) -> str:
    """What the system says, without the path and the number."""
    return (error.strerror or type(error).__name__).lower()


def is_gone(path: str) -> bool:
    """Whether `path` is known to lead nowhere; one that can't be looked at may be there still."""
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
    """Whether `path` is one of `roots` or lies below one: as quick for many of them, in a set."""
    while path not in roots:
        parent = os.path.dirname(path)  # noqa: PTH120
        if parent == path:
            return False
        path = parent
    return True


def has_audio_suffix(name: str) -> bool:
    """Whether a file's ending says audio."""
    return os.path.splitext(name)[1].lower() in AUDIO_SUFFIXES  # noqa: PTH122
