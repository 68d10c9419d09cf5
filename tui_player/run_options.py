"""What the command line says of one run of the player."""

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from tui_player.config import Config
    from tui_player.paths import Paths

CAMERA_OFF: Final = "off"
"""What `--camera` is told to keep every source off."""


class Options(NamedTuple):
    """What the command line says of a run."""

    paths: "Paths"
    config: "Config"
    camera: str | None = None
    """A source (naming one is consent), `off`, or None: as it was left."""
    audio_output: str = ""
    """libVLC's output module; empty: as configured."""
