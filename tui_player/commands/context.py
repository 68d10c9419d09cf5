"""What every command is given."""

from dataclasses import dataclass
from typing import Final

from tui_player.config import Config, load_config
from tui_player.paths import Paths

DONE: Final = 0
"""Exit status: all went well."""
SOME_FAILED: Final = 1
"""Exit status: some inputs failed, each named on stderr."""
WRONG_USAGE: Final = 2
"""Exit status: the command can't be understood."""


@dataclass(frozen=True, slots=True)
class Context:
    """The options that all commands share."""

    paths: Paths
    json: bool = False
    """One JSON object a line instead of text for people."""
    camera: str | None = None
    """A camera's number, a video file, a folder of pictures or `off`; None where none was named."""
    audio_output: str | None = None
    """libVLC's audio output module; None where none was named."""

    def config(self) -> Config:
        """The listener's settings. Raises `UsageError` where the file can't be understood."""
        return load_config(self.paths.config_file)
