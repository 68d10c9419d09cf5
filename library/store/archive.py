"""The oldest rows of a table that only grows: out of the snapshots, into files of their own.

Nothing that the player does needs them, so that opening a library does not read them. They are
written as journals are, once, when a snapshot is made without them: `events-N.jsonl` holds what
snapshot N left out. A row may stand in two of them (a compaction that was cut short), always alike.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Final

from tui_player.library.store.journal import Row, Tables, apply, header_line, line_of, read_journal
from tui_player.paths import write_file

_ROWS_A_LINE: Final = 1000


def archive_path(directory: Path, table: str, generation: int) -> Path:
    """Where the rows of a table are that a generation's snapshot left out."""
    return directory / f"{table}-{generation:06}.jsonl"


def is_overfull(rows: Mapping[str, Row], count: int) -> bool:
    """Whether a table that keeps `count` rows is to be cut: at twice as many.

    Cut at each one more, a snapshot would be written for every row.
    """
    return len(rows) >= 2 * count


def split(tables: Tables, keep: Mapping[str, int]) -> tuple[Tables, Tables]:
    """The tables without the rows that are too old, and these.

    Of a table in `keep` at least so many rows stay; it is cut when it is overfull.
    """
    kept, old = dict(tables), Tables()
    for name, count in keep.items():
        rows = tables.get(name, {})
        if is_overfull(rows, count):
            excess = len(rows) - count
            old[name] = dict(islice(rows.items(), excess))
            kept[name] = dict(islice(rows.items(), excess, None))
    return kept, old


def write_archives(directory: Path, generation: int, old: Tables) -> None:
    """Write each table's rows durably, whole or not at all. Raises `OSError`."""
    for name, rows in old.items():
        lines = b"".join(_lines(generation, name, rows))
        write_file(archive_path(directory, name, generation), lines)


def _lines(generation: int, table: str, rows: Mapping[str, Row]) -> Iterator[bytes]:
    yield header_line(generation)
    items = iter(rows.items())
    while chunk := dict(islice(items, _ROWS_A_LINE)):
        yield line_of({table: chunk})


def read_archives(directory: Path, table: str) -> dict[str, Row]:
    """All archived rows of a table, oldest first, without damaged records.

    Raises `OSError`; `LibraryError` for a newer format.
    """
    tables: Tables = {table: {}}
    for path in sorted(directory.glob(f"{table}-*.jsonl")):
        for record in read_journal(path).records:
            apply(record, tables)
    return tables[table]
