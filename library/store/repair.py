"""Check and repair of a library's documents.

The storage handles incomplete records and damaged files at every opening. This module handles wrong
documents, which come from another program, from manual edits or from a bug of the player.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tui_player.errors import LibraryInUseError
from tui_player.library.song import SongId
from tui_player.library.store.codec import feedback_from_document, song_from_document
from tui_player.library.store.journal import Row, Tables
from tui_player.library.store.journal_storage import JournalStorage
from tui_player.library.store.lock import WriterLock
from tui_player.library.store.profiles import PROFILES_FIELD
from tui_player.library.store.recovery import recover
from tui_player.paths import PRIVATE_DIRECTORY_MODE, PRIVATE_FILE_MODE

PASSES: Final = 5
"""Most passes. Removing a song makes playlists and events wrong, which the next pass repairs."""
_RATINGS: Final = (1, 0, -1)
_KEPT: Final = ("path", "rating", "plays", "skips", PROFILES_FIELD)
"""Fields that stay when a song can't be read."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An error in one document."""

    table: str
    row_id: str
    what: str
    """Description, one line."""
    repaired: Row | None
    """The repaired document; None to remove it."""


@dataclass(frozen=True)
class Examination:
    """The result of a check of a library."""

    notices: list[str]
    """Damage of files, and its consequence for the next writer."""
    problems: list[Problem]
    """Errors in documents."""
    open_to_others: list[Path]
    """Files and folders that other users may read or write."""

    @property
    def is_sound(self) -> bool:
        """Whether the library has no errors."""
        return not (self.notices or self.problems or self.open_to_others)


def examine(directory: Path) -> Examination:
    """Check a library without changes. Raises `LibraryError`; `OSError`."""
    found = recover(directory, repair=False)
    return Examination(found.notices, list(_problems(found.tables)), _open_to_others(directory))


def repair(directory: Path) -> Examination:
    """Repair a library. Returns the errors that were repaired. Raises `LibraryError`, `OSError`.

    Damaged files are renamed, and data is deleted only if another copy holds it.
    """
    for path in _open_to_others(directory):
        path.chmod(PRIVATE_DIRECTORY_MODE if path.is_dir() else PRIVATE_FILE_MODE)
    storage = JournalStorage(directory)
    try:
        repaired: list[Problem] = []
        for _ in range(PASSES):
            problems = list(_problems(storage.read()))
            if not problems:
                break
            changes: dict[str, dict[str, Row | None]] = {}
            for problem in problems:
                changes.setdefault(problem.table, {})[problem.row_id] = problem.repaired
            storage.commit(changes)
            repaired += problems
        return Examination(storage.notices, repaired, [])
    finally:
        storage.close()


def holder(directory: Path) -> str:
    """One line about the process that holds the writer lock; empty if it is free."""
    lock = directory / "lock"
    if not lock.exists():
        return ""
    try:
        WriterLock(lock).release()
    except LibraryInUseError as error:
        return str(error)
    return ""


def _open_to_others(directory: Path) -> list[Path]:
    paths = [directory, *sorted(path for path in directory.iterdir() if path.is_file())]
    return [path for path in paths if _mode(path) & 0o077]


def _mode(path: Path) -> int:
    """Mode of a file; 0 if a writer has just removed it."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return 0


def _problems(tables: Tables) -> Iterator[Problem]:
    for table, check in _CHECKS.items():
        for row_id, row in tables.get(table, {}).items():
            if (problem := check(table, row_id, row, tables)) is not None:
                yield problem
    yield from _duplicate_paths(tables.get("songs", {}))


def _song(table: str, row_id: str, row: Any, _tables: Tables) -> Problem | None:
    try:
        song = song_from_document(SongId(int(row_id)), row)
        if song.analysis is not None:
            song.analysis.validate()
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return _unreadable_song(table, row_id, row, error)
    if song.rating not in _RATINGS:
        return Problem(table, row_id, f"its rating is {song.rating}", {**row, "rating": 0})
    if not all(_is_count(row.get(name, 0)) for name in ("plays", "skips")):
        return Problem(table, row_id, "its counts are wrong", {**row, "plays": 0, "skips": 0})
    return _profiles(table, row_id, row)


def _profiles(table: str, row_id: str, row: Row) -> Problem | None:
    """Check the histories of other profiles; valid ones are kept."""
    others = row.get(PROFILES_FIELD, {})
    if not isinstance(others, dict):
        return Problem(table, row_id, "its listeners can't be read", {**row, PROFILES_FIELD: {}})
    wrong = [name for name in others if not _is_history(others[name])]
    if not wrong:
        return None
    names = ", ".join(wrong)
    return Problem(
        table, row_id, f"what {names} made of it is wrong", _without_profiles(row, wrong)
    )


def _without_profiles(row: Row, wrong: Sequence[str]) -> Row:
    return {
        **row,
        PROFILES_FIELD: {
            name: row[PROFILES_FIELD][name] for name in row[PROFILES_FIELD] if name not in wrong
        },
    }


def _is_history(fields: object) -> bool:
    return (
        isinstance(fields, dict)
        and fields.get("rating", 0) in _RATINGS
        and all(_is_count(fields.get(name, 0)) for name in ("plays", "skips"))
    )


def _is_count(value: object) -> bool:
    return isinstance(value, int) and value >= 0


def _unreadable_song(table: str, row_id: str, row: Any, error: Exception) -> Problem:
    """Keep the readable fields; the next scan reads and analyses the file again."""
    what = f"can't be read ({type(error).__name__})"
    if not isinstance(row, dict) or not isinstance(row.get("path"), str) or not row_id.isdigit():
        return Problem(table, row_id, f"{what}, and its path is not known", None)
    kept = {name: row[name] for name in _KEPT if name in row}
    return Problem(table, row_id, what, {**kept, "size_bytes": 0, "mtime_ns": 0, "fingerprint": ""})


def _event(table: str, row_id: str, row: Any, tables: Tables) -> Problem | None:
    try:
        event = feedback_from_document(row)
    except (ValueError, TypeError, KeyError) as error:
        return Problem(table, row_id, f"can't be read ({type(error).__name__})", None)
    known = (tables.get(name, {}) for name in ("songs", "former"))
    if not any(str(event.song_id) in rows for rows in known):
        return Problem(table, row_id, f"is about song {event.song_id}, which is not there", None)
    return None


def _folder(table: str, row_id: str, row: Any, _tables: Tables) -> Problem | None:
    if isinstance(row, dict) and isinstance(row.get("path"), str):
        return None
    return Problem(table, row_id, "has no path", None)


def _playlist(table: str, row_id: str, row: Any, tables: Tables) -> Problem | None:
    try:
        _name, songs = str(row["name"]), list(row["songs"])
    except (TypeError, KeyError):
        return Problem(table, row_id, "has no name or no songs", None)
    known = tables.get("songs", {}).keys() | tables.get("former", {}).keys()
    present = [song_id for song_id in songs if str(song_id) in known]
    if len(present) == len(songs):
        return None
    lost = len(songs) - len(present)
    return Problem(
        table, row_id, f"names {lost} songs that are not there", {**row, "songs": present}
    )


def _alias(table: str, row_id: str, row: Any, tables: Tables) -> Problem | None:
    """A chain of aliases must end at a stored song."""
    seen, aliases = {row_id}, tables.get("former", {})
    following = str(row.get("song")) if isinstance(row, dict) else ""
    while following in aliases:
        if following in seen:
            return Problem(table, row_id, "leads back to itself", None)
        seen.add(following)
        following = str(aliases[following].get("song"))
    if following in tables.get("songs", {}):
        return None
    return Problem(table, row_id, "leads to no song", None)


_CHECKS: Final[dict[str, Callable[[str, str, Any, Tables], Problem | None]]] = {
    "songs": _song,
    "events": _event,
    "folders": _folder,
    "playlists": _playlist,
    "former": _alias,
}


def _duplicate_paths(songs: dict[str, Any]) -> Iterator[Problem]:
    """Two present songs with the same path: the earlier one is marked as missing."""
    at: dict[str, str] = {}
    for row_id, row in songs.items():
        path = row.get("path") if isinstance(row, dict) else None
        if not isinstance(path, str) or row.get("missing"):
            continue
        if path in at:
            earlier = at[path]
            what = f"is at the same path as song {row_id}"
            yield Problem("songs", earlier, what, {**songs[earlier], "missing": True})
        at[path] = row_id
