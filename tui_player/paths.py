"""Where everything is kept: the one place that knows directories and file names."""

import os
from dataclasses import dataclass
from pathlib import Path

PRIVATE_DIRECTORY_MODE = 0o700
PRIVATE_FILE_MODE = 0o600


@dataclass(frozen=True)
class Paths:
    """The three directories of a player, and which of its listeners it is."""

    config: Path
    data: Path
    state: Path
    profile: str = ""
    """The listener, where several share this player; empty for the main one."""

    @classmethod
    def under(cls, home: Path) -> "Paths":
        """All three below one directory, as `--home` asks."""
        return cls(home / "config", home / "data", home / "state")

    @classmethod
    def of_user(cls) -> "Paths":
        """The directories that the system gives this user (XDG on Linux)."""
        from platformdirs import PlatformDirs

        dirs = PlatformDirs("tui-player", appauthor=False)
        return cls(dirs.user_config_path, dirs.user_data_path, dirs.user_state_path)

    @property
    def config_file(self) -> Path:
        """The settings that a listener may edit."""
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
        """What the player goes on with next time: queue, position, volume, consent."""
        return self.state / self._of_profile("session")

    def _of_profile(self, name: str) -> str:
        """A file name of the listener's own."""
        from urllib.parse import quote

        # Quoted, since a name may hold a slash.
        return f"{name}-{quote(self.profile, safe='')}.json" if self.profile else f"{name}.json"

    @property
    def log_file(self) -> Path:
        """Where the program, and the libraries that print, write while the screen is up."""
        return self.state / "tui-player.log"


def typed_path(text: str) -> Path:
    """A path as people write it; `~` is theirs, and `~who` that of whoever there is."""
    return Path(os.path.expanduser(text))  # noqa: PTH111 - pathlib raises where nobody is called so


def user_music_folder() -> Path:
    """The listener's music folder as the desktop has it (XDG), whether it exists or not."""
    from platformdirs import PlatformDirs

    return PlatformDirs().user_music_path


def make_private_directory(path: Path) -> Path:
    """Create `path` and what is missing above it, readable by its owner alone."""
    path.mkdir(mode=PRIVATE_DIRECTORY_MODE, parents=True, exist_ok=True)
    path.chmod(PRIVATE_DIRECTORY_MODE)
    return path


def write_private_file(path: Path, content: bytes) -> None:
    """As `write_file`, in a private directory, made if it is missing."""
    make_private_directory(path.parent)
    write_file(path, content)


def write_file(path: Path, content: bytes) -> None:
    """Replace `path` whole or not at all, durably, its owner's alone. Raises `OSError`.

    Of a link the file that it leads to; what is no file but a device or a pipe is written to.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        path.write_bytes(content)
        return
    path = Path(os.path.realpath(path))
    part = path.with_name(path.name + ".part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE_MODE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def sync_directory(path: Path) -> None:
    """Make a rename or a new name in `path` survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
