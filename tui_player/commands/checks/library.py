"""The library of songs."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui_player.commands.checks.finding import Finding, Status
from tui_player.errors import LibraryError, LibraryInUseError

if TYPE_CHECKING:
    from tui_player.library.store import Store

DAMAGED: Final = "move its folder away and scan again; ratings are in it, so keep it"


def check(directory: Path) -> Finding:
    """Whether it opens, what is in it, and who holds it."""
    if not directory.exists():
        advice = "tui-player scan DIR adds the songs in a folder"
        return Finding("library", Status.OK, f"none yet at {directory}", advice)
    from tui_player.library.store import Store

    try:
        with Store.open(directory, read_only=True) as store:
            return _contents(store, directory)
    except LibraryError as error:
        return Finding("library", Status.ERROR, str(error), DAMAGED)


def _contents(store: "Store", directory: Path) -> Finding:
    songs = store.songs()
    counts = {
        "songs": len(songs),
        "heard": sum(song.analysis is not None for song in songs),
        "rated": sum(song.rating != 0 for song in songs),
        "missing": sum(song.missing for song in songs),
        "broken": sum(song.failure is not None for song in songs),
    }
    detail = ", ".join(f"{count} {name}" for name, count in counts.items())
    if store.notices:
        return Finding("library", Status.WARNING, f"{detail}; {'; '.join(store.notices)}")
    return Finding("library", Status.OK, f"{detail}; {directory}{_holder(directory)}")


def _holder(directory: Path) -> str:
    """Who writes to it at this moment, if anybody."""
    from tui_player.library.store import Store

    try:
        Store.open(directory).close()
    except LibraryInUseError as error:
        return f" ({error})"
    return ""
