"""Archives: the oldest rows of a growing table, in files outside the snapshots.

Opening a library does not read them, because the player does not need them. Compaction moves rows
from snapshot N to `events-N.jsonl`, which has the format of a journal. After an interrupted
compaction, two archives may hold the same row with the same content.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Final

from tui_player.library.store.journal import Row, Tables, apply, header_line, line_of, read_journal
from tui_player.paths import write_file

_ROWS_A_LINE: Final = 1000


def archive_path(directory: Path, table: str, generation: int) -> Path:
    """Path of the rows that were left out of a generation's snapshot."""
    return directory / f"{table}-{generation:06}.jsonl"


def is_overfull(rows: Mapping[str, Row], count: int) -> bool:
    """Whether a table has at least twice `count` rows and must be cut to `count`.

    A lower limit would write a snapshot for every new row.
    """
    return len(rows) >= 2 * count


def split(tables: Tables, keep: Mapping[str, int]) -> tuple[Tables, Tables]:
    """Split off the oldest rows: (tables to keep, rows to archive).

    An overfull table is cut to the number of rows in `keep`.
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
    """Write each table's rows atomically and durably. Raises `OSError`."""
    for name, rows in old.items():
        lines = b"".join(_lines(generation, name, rows))
        write_file(archive_path(directory, name, generation), lines)


def _lines(generation: int, table: str, rows: Mapping[str, Row]) -> Iterator[bytes]:
    yield header_line(generation)
    items = iter(rows.items())
    while chunk := dict(islice(items, _ROWS_A_LINE)):
        yield line_of({table: chunk})


def read_archives(directory: Path, table: str) -> dict[str, Row]:
    """Read all archived rows of a table, oldest first. Damaged records are skipped.

    Raises `OSError`; `LibraryError` for a newer format.
    """
    tables: Tables = {table: {}}
    for path in sorted(directory.glob(f"{table}-*.jsonl")):
        for record in read_journal(path).records:
            apply(record, tables)
    return tables[table]
