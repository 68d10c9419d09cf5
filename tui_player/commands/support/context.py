"""Context of a command: paths and common options."""

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
    """Common options of all commands."""

    paths: Paths
    json: bool = False
    """Print one JSON object on each line instead of text."""
    camera: str | None = None
    """A camera's number, a video file, a folder of pictures or `off`; None if not given."""
    audio_output: str | None = None
    """libVLC's audio output module; None if not given."""

    def open_library(self, *, read_only: bool = False) -> "Store":
        """Open the listener's library and print its notices; raises the errors of `Store.open`."""
        from tui_player.library.store.store import Store

        store = Store.open(self.paths.library, read_only=read_only, profile=self.paths.profile)
        for notice in store.notices:
            complain(notice)
        return store

    def config(self) -> "Config":
        """Load the listener's settings. Raises `UsageError` if the file is invalid."""
        from tui_player.config import load_config

        return load_config(self.paths.config_file)


def context_of(arguments: argparse.Namespace, profile: str) -> Context:
    """Build the context; `arguments` has no attributes for options that were not given."""
    paths = Paths.under(typed_path(arguments.home).absolute()) if "home" in arguments else None
    return Context(
        paths=replace(paths or Paths.of_user(), profile=profile),
        json=getattr(arguments, "json", False),
        camera=getattr(arguments, "camera", None),
        audio_output=getattr(arguments, "audio_output", None),
    )
