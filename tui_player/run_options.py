"""Command-line options of one run of the player."""

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from tui_player.config import Config
    from tui_player.paths import Paths

CAMERA_OFF: Final = "off"
"""Value of `--camera` that turns every frame source off."""


class Options(NamedTuple):
    """Options of one run."""

    paths: "Paths"
    config: "Config"
    camera: str | None = None
    """A frame source (naming one is consent) or `off`; None keeps the last session's state."""
    audio_output: str = ""
    """libVLC's output module; empty means the configured one."""
