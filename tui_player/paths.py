"""Directories and file names of the player, in one place."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

PRIVATE_DIRECTORY_MODE = 0o700
PRIVATE_FILE_MODE = 0o600


@dataclass(frozen=True)
class Paths:
    """The three directories of a player, and its current listener."""

    config: Path
    data: Path
    state: Path
    profile: str = ""
    """Name of the listener's profile; empty for the main listener."""

    @classmethod
    def under(cls, home: Path) -> "Paths":
        """Put all three directories below `home`, for `--home`."""
        return cls(home / "config", home / "data", home / "state")

    @classmethod
    def of_user(cls) -> "Paths":
        """Use the system's directories for this user (XDG on Linux)."""
        from platformdirs import PlatformDirs

        dirs = PlatformDirs("tui-player", appauthor=False)
        return cls(dirs.user_config_path, dirs.user_data_path, dirs.user_state_path)

    @property
    def config_file(self) -> Path:
        """The settings file, which a listener may edit."""
        return self.config / "config.toml"

    @property
    def library(self) -> Path:
        """Directory of the TinyDB store."""
        return self.data / "library"

    @property
    def demo_music(self) -> Path:
        """Directory of the rendered demo pieces."""
        return self.data / "demo"

    @property
    def session_file(self) -> Path:
        """The saved session: queue, position, volume, camera consent."""
        return self.state / self._of_profile("session")

    def _of_profile(self, name: str) -> str:
        """Name of a JSON file that belongs to this listener alone."""
        from urllib.parse import quote

        # Quoted, since a name may hold a slash.
        return f"{name}-{quote(self.profile, safe='')}.json" if self.profile else f"{name}.json"

    @property
    def log_file(self) -> Path:
        """Log of the program, and of libraries that print while the interface is open."""
        return self.state / "tui-player.log"


def typed_path(text: str) -> Path:
    """Path from typed text. `~` and `~user` are expanded, except for an unknown user."""
    return Path(os.path.expanduser(text))  # noqa: PTH111 - pathlib raises for an unknown user


def user_music_folder() -> Path:
    """The desktop's music folder (XDG); it may not exist."""
    from platformdirs import PlatformDirs

    return PlatformDirs().user_music_path


def make_private_directory(path: Path) -> Path:
    """Create `path` and missing parents; only the owner may read `path`."""
    path.mkdir(mode=PRIVATE_DIRECTORY_MODE, parents=True, exist_ok=True)
    path.chmod(PRIVATE_DIRECTORY_MODE)
    return path


def write_private_file(path: Path, content: bytes) -> None:
    """Call `write_file` after making the parent directory private; it is created if missing."""
    make_private_directory(path.parent)
    write_file(path, content)


def write_file(path: Path, content: bytes) -> None:
    """Replace `path` atomically and durably; only its owner may read it. Raises `OSError`.

    For a link, the file behind it is replaced. A device or a pipe is written to directly.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        path.write_bytes(content)
        return
    with replacing(Path(os.path.realpath(path))) as file:
        file.write(content)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file that replaces `path` atomically and durably after the block.

    Only its owner may read it. An `OSError` leaves `path` as it was.
    """
    part = path.with_name(path.name + ".part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE_MODE)
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def sync_directory(path: Path) -> None:
    """Flush the directory `path`, so that new names in it survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
