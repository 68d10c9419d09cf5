"""Check of the library."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui_player.commands.checks.finding import Finding, Status, error_line
from tui_player.errors import LibraryError, LibraryInUseError, LibraryTooNewError

if TYPE_CHECKING:
    from tui_player.library.store.repair import Examination
    from tui_player.library.store.store import Store

NAMED: Final = 5
"""Largest number of faults that are listed."""
REPAIR: Final = "tui-player doctor --repair repairs this; nothing was changed yet"
DAMAGED: Final = "move its folder away and scan again; keep the folder, as it holds your ratings"


def check(directory: Path, *, repair_faults: bool = False) -> Finding:
    """Check that the library opens and has no faults. `repair_faults` repairs faults."""
    if not directory.exists():
        return _none_yet(directory)
    from tui_player.library.store.repair import examine, repair
    from tui_player.library.store.store import Store

    try:
        found = repair(directory) if repair_faults else examine(directory)
        if not found.is_sound:
            return _faulty(found, repaired=repair_faults)
        with Store.open(directory, read_only=True) as store:
            return _contents(store, directory)
    except (LibraryError, OSError) as error:
        return Finding("library", Status.ERROR, error_line(error), _advice(error))


def _advice(error: Exception) -> str:
    if isinstance(error, LibraryInUseError):
        return "close it, then try again"
    if isinstance(error, LibraryTooNewError):
        return "update tui-player"
    if isinstance(error, PermissionError):
        return "its files must be yours to read and write"
    return DAMAGED


def _none_yet(directory: Path) -> Finding:
    nearest = next(at for at in directory.parents if at.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        advice = "tui-player scan DIR adds the songs in a folder"
        return Finding("library", Status.OK, f"none yet at {directory}", advice)
    detail = f"none at {directory}, and none can be made there"
    return Finding("library", Status.ERROR, detail, f"{nearest} is not a folder to write in")


def _faulty(found: "Examination", *, repaired: bool) -> Finding:
    """List the first faults and count the others."""
    faults = [
        *found.notices,
        *(f"{at.table} {at.row_id} {at.what}" for at in found.problems),
        *(f"{path} is open to others" for path in found.open_to_others),
    ]
    more = f" and {len(faults) - NAMED} more" if len(faults) > NAMED else ""
    detail = "; ".join(faults[:NAMED]) + more
    if repaired:
        return Finding("library", Status.WARNING, f"mended: {detail}")
    return Finding("library", Status.WARNING, detail, REPAIR)


def _contents(store: "Store", directory: Path) -> Finding:
    from tui_player.library.store.repair import holder

    songs = store.songs()
    counts = {
        "songs": len(songs),
        "heard": sum(song.analysis is not None for song in songs),
        "rated": sum(song.rating != 0 for song in songs),
        "missing": sum(song.missing for song in songs),
        "broken": sum(song.failure is not None for song in songs),
    }
    detail = ", ".join(f"{count} {name}" for name, count in counts.items())
    by = holder(directory)
    return Finding("library", Status.OK, f"{detail}; {directory}" + f" ({by})" * bool(by))
