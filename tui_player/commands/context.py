"""What every command is given."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui_player.commands.output import complain
from tui_player.config import Config, load_config
from tui_player.paths import Paths

if TYPE_CHECKING:
    from tui_player.library.store import Store

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

    def open_library(self, *, read_only: bool = False) -> "Store":
        """The listener's library, whose notices are said; raises what `Store.open` does."""
        from tui_player.library.store import Store

        store = Store.open(self.paths.library, read_only=read_only, profile=self.paths.profile)
        for notice in store.notices:
            complain(notice)
        return store

    def config(self) -> Config:
        """The listener's settings. Raises `UsageError` where the file can't be understood."""
        return load_config(self.paths.config_file)
