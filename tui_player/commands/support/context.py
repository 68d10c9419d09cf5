"""What every command is given."""

import argparse
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui_player.commands.support.output import complain
from tui_player.paths import Paths, typed_path

if TYPE_CHECKING:
    from tui_player.config import Config
    from tui_player.library.store.store import Store


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
        from tui_player.library.store.store import Store

        store = Store.open(self.paths.library, read_only=read_only, profile=self.paths.profile)
        for notice in store.notices:
            complain(notice)
        return store

    def config(self) -> "Config":
        """The listener's settings. Raises `UsageError` where the file can't be understood."""
        from tui_player.config import load_config

        return load_config(self.paths.config_file)


def context_of(arguments: argparse.Namespace, profile: str) -> Context:
    """The common options as `arguments` has them; what was not named is missing there."""
    paths = Paths.under(typed_path(arguments.home).absolute()) if "home" in arguments else None
    return Context(
        paths=replace(paths or Paths.of_user(), profile=profile),
        json=getattr(arguments, "json", False),
        camera=getattr(arguments, "camera", None),
        audio_output=getattr(arguments, "audio_output", None),
    )
