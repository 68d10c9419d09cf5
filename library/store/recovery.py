"""Recovery: reads the newest valid state from the files of a store.

Generation N is `snapshot-N.json` and the later changes in `journal-N.jsonl`. Snapshot N+1 is
snapshot N with journal N applied. Any snapshot with all journals from its number on gives the
present state, so the previous generation is kept as a backup for a damaged snapshot.
Generation 0 has no snapshot: it starts empty.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tui_player.errors import LibraryError
from tui_player.library.store.journal import JournalContents, Tables, apply, read_journal
from tui_player.library.store.snapshot import DamagedSnapshotError, read_snapshot

_NAME: Final = re.compile(r"(?:snapshot-(\d+)\.json|journal-(\d+)\.jsonl)")

_ATTEMPTS: Final = 20
"""Attempts of a reader while a writer removes old generations."""


def snapshot_path(directory: Path, generation: int) -> Path:
    """Path of a generation's snapshot."""
    return directory / f"snapshot-{generation:06}.json"


def journal_path(directory: Path, generation: int) -> Path:
    """Path of the changes after a generation's snapshot."""
    return directory / f"journal-{generation:06}.jsonl"


def generations(directory: Path) -> tuple[list[int], list[int]]:
    """Numbers of the existing snapshots and journals, ascending."""
    snapshots, journals = [], []
    for entry in directory.iterdir():
        if match := _NAME.fullmatch(entry.name):
            if match[1]:
                snapshots.append(int(match[1]))
            else:
                journals.append(int(match[2]))
    return sorted(snapshots), sorted(journals)


@dataclass(slots=True)
class Recovered:
    """The recovered state."""

    tables: Tables = field(default_factory=dict)
    base: int = 0
    """Generation of the snapshot that was read."""
    snapshot_bytes: int = 0
    last: int = 0
    """Generation of the newest journal."""
    last_whole_bytes: int = 0
    """Bytes of complete lines in the newest journal."""
    journal_bytes: int = 0
    """Bytes of complete lines in all journals since the snapshot."""
    damaged: bool = False
    """Whether there is damage beyond an incomplete last record; a new snapshot is then due."""
    notices: list[str] = field(default_factory=list)


def recover(directory: Path, *, repair: bool) -> Recovered:
    """Read the newest valid state. `repair` renames damaged snapshots; else no file is changed.

    A reader without the lock tries again if a writer removes an old generation meanwhile.
    Raises `OSError`; `LibraryError` if a newer player wrote the files.
    """
    for _ in range(_ATTEMPTS - 1):
        with suppress(FileNotFoundError):
            return _recover(directory, repair)
    return _recover(directory, repair)


def _recover(directory: Path, repair: bool) -> Recovered:
    snapshots, journals = generations(directory)
    found = Recovered()
    damaged = _load_snapshot(directory, snapshots, found, repair)
    needed = [generation for generation in journals if generation >= found.base]
    found.last = max(needed, default=found.base)
    _note_gaps(found, needed, lost_all_snapshots=bool(snapshots) and not found.snapshot_bytes)
    # Read the newest journal first. A writer may append meanwhile, and a new record must not be
    # read without the records before it.
    contents = {generation: _read(directory, generation) for generation in reversed(needed)}
    for generation in needed:
        _replay(contents[generation], generation, found, repair)
    if repair:  # only now: reading a journal raises if a newer player wrote the files
        for path in damaged:
            path.replace(_damaged_path(path))
    return found


def _damaged_path(path: Path) -> Path:
    return path.with_suffix(".damaged")


def _read(directory: Path, generation: int) -> JournalContents:
    path = journal_path(directory, generation)
    try:
        return read_journal(path)
    except ValueError as error:
        raise LibraryError(f"{path} can't be read: {error}") from error


def _load_snapshot(
    directory: Path, snapshots: list[int], found: Recovered, repair: bool
) -> list[Path]:
    """Load the newest valid snapshot. Returns the paths of newer, damaged ones."""
    damaged: list[Path] = []
    for generation in reversed(snapshots):
        path = snapshot_path(directory, generation)
        try:
            found.tables = read_snapshot(path)
        except DamagedSnapshotError:
            found.damaged = True
            damaged.append(path)
            action = f"set aside as {_damaged_path(path).name}" if repair else "passed over"
            found.notices.append(
                f"the library's {path.name} is damaged: {action}, rebuilt from what was before it"
            )
        else:
            found.base = generation
            found.snapshot_bytes = path.stat().st_size
            break
    return damaged


def _note_gaps(found: Recovered, needed: list[int], *, lost_all_snapshots: bool) -> None:
    """Add notices about missing journals and snapshots."""
    if lost_all_snapshots and (not needed or needed[0] > 0):
        found.notices.append(
            "no whole snapshot of the library is left: only its latest changes are, scan again"
        )
    elif missing := set(range(found.base, found.last)) - set(needed):
        found.damaged = True
        numbers = ", ".join(map(str, sorted(missing)))
        found.notices.append(f"changes of the library are missing: journal {numbers} is gone")


def _replay(contents: JournalContents, generation: int, found: Recovered, repair: bool) -> None:
    """Apply a journal's records, and add notices about damaged ones."""
    for record in contents.records:
        apply(record, found.tables)
    found.journal_bytes += contents.whole_bytes
    found.last_whole_bytes = contents.whole_bytes
    if contents.damaged:
        found.damaged = True
        found.notices.append(
            f"{contents.damaged} damaged record(s) of the library's journal {generation} left out"
        )
    if contents.torn and generation < found.last:
        found.damaged = True  # a crash can only cut the newest journal
    if contents.torn and contents.whole_bytes and repair:
        found.notices.append("the library's last change had not been completely written: dropped")
