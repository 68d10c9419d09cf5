"""The journal: one JSON line a change, checksummed, on the disk before the change is acknowledged.

A line is `["1c291ca3",{"songs":{"7":{...}}}]`: the CRC-32 of the second element's bytes, and the
change: for each table the documents that are new or replaced, by id, `null` for a removed one.
Whole documents make a replay idempotent, and let a later line stand though an earlier one is lost.
The first line holds `{"format":1,"generation":7}`.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias
from zlib import crc32

from tui_player.errors import LibraryTooNewError
from tui_player.paths import PRIVATE_FILE_MODE, sync_directory

FORMAT: Final = 1
"""Of snapshots and journals; a higher one in a file means that a newer player wrote it."""

Row: TypeAlias = dict[str, Any]
"""A document's JSON, never changed in place once it is stored: readers need no lock."""

Tables: TypeAlias = dict[str, dict[str, Row]]
"""Rows by table and document id, as TinyDB lays them out."""

Changes: TypeAlias = Mapping[str, Mapping[str, Row | None]]
"""What becomes of rows: replaced, new, or gone (None)."""

_CHUNK_BYTES: Final = 1 << 20
"""Read and parsed at a time."""

_MOST_FLOATS: Final = 1 << 16
"""Numbers kept to be shared."""

_ENCODER: Final = json.JSONEncoder(separators=(",", ":"))


class _Floats(dict[str, float]):
    """Equal numbers as one object: a library holds the same few thousand again and again."""

    def __missing__(self, text: str) -> float:
        number = float(text)
        if len(self) < _MOST_FLOATS:
            self[text] = number
        return number


def sharing_decoder() -> json.JSONDecoder:
    """A decoder of many documents that keeps each number in memory once."""
    return json.JSONDecoder(parse_float=_Floats().__getitem__)


def encode(value: object) -> str:
    """`value` as compact ASCII JSON, so that surrogate escapes survive. Raises `TypeError`."""
    return _ENCODER.encode(value)


def line_of(value: object) -> bytes:
    """`value` as a line of a journal, with its checksum. Raises `TypeError`."""
    payload = encode(value).encode()
    return b'["%08x",%b]\n' % (crc32(payload), payload)


def header_line(generation: int) -> bytes:
    """The first line of a journal."""
    return line_of({"format": FORMAT, "generation": generation})


def apply(changes: Changes, tables: Tables) -> None:
    """Put the changed rows into `tables`."""
    for name, rows in changes.items():
        table = tables.setdefault(name, {})
        for row_id, row in rows.items():
            if row is None:
                table.pop(row_id, None)
            else:
                table[row_id] = row


def check_format(written: object, path: Path) -> None:
    """Raise `LibraryTooNewError` where `path` was written by a newer player."""
    if isinstance(written, int) and written > FORMAT:
        raise LibraryTooNewError(f"{path} was written by a newer tui-player (format {written})")


class Journal:
    """An open journal that changes are appended to. Not thread-safe: the storage sees to that."""

    def __init__(self, path: Path, generation: int, size: int = 0) -> None:
        """Open or make the file; what stands behind the first `size` bytes is cut off.

        Raises `OSError`.
        """
        self.path = path
        self.generation = generation
        self.size = size
        """Bytes of whole records."""
        self._tail_uncertain = False
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        self._descriptor = os.open(path, flags, PRIVATE_FILE_MODE)
        try:
            self._tail_uncertain = os.fstat(self._descriptor).st_size != size
            self.settle()
            if not size:
                self.append(header_line(generation))
                sync_directory(path.parent)
        except OSError:
            os.close(self._descriptor)
            if not size:
                with suppress(OSError):
                    path.unlink()
            raise

    def append(self, line: bytes) -> None:
        """Write one record, as `line_of` makes it, and wait until it is on the disk.

        Raises `OSError`; the record is then cut off again, now or, where that fails too, before
        the next one is written.
        """
        self.settle()
        self._tail_uncertain = True
        try:
            _write_all(self._descriptor, line)
            os.fsync(self._descriptor)
        except OSError:
            with suppress(OSError):
                self.settle()
            raise
        self._tail_uncertain = False
        self.size += len(line)

    def settle(self) -> None:
        """Cut off what a failed append left. Raises `OSError`."""
        if self._tail_uncertain:
            os.ftruncate(self._descriptor, self.size)
            os.fsync(self._descriptor)
            self._tail_uncertain = False

    def close(self) -> None:
        """Close the file."""
        with suppress(OSError):
            self.settle()
        os.close(self._descriptor)


def _write_all(descriptor: int, content: bytes) -> None:
    """Write on where the system took only a part."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


@dataclass(frozen=True, slots=True)
class JournalContents:
    """What a journal file holds."""

    records: list[Changes]
    """The whole ones, oldest first."""
    whole_bytes: int
    """Length up to the end of the last complete line."""
    torn: bool
    """Something follows it: a record whose write was cut short."""
    damaged: int
    """Complete lines whose checksum is wrong, left out."""


def read_journal(path: Path) -> JournalContents:
    """Read and check a journal. Raises `OSError`; `LibraryTooNewError`."""
    decoder = sharing_decoder()
    records: list[Any] = []
    whole_bytes = damaged = 0
    torn = False
    with path.open("rb") as file:
        # One parse of many lines is quicker than one each, and shares equal keys in memory; not of
        # all, so that the text is never held whole.
        while lines := file.readlines(_CHUNK_BYTES):
            torn = not lines[-1].endswith(b"\n")
            if torn:
                lines.pop()
            payloads = [payload for line in lines if (payload := _checked(line)) is not None]
            records += decoder.decode(f"[{b','.join(payloads).decode()}]")
            whole_bytes += sum(map(len, lines))
            damaged += len(lines) - len(payloads)
    if records and "format" in records[0]:
        check_format(records.pop(0)["format"], path)
    return JournalContents(records, whole_bytes, torn, damaged)


def _checked(line: bytes) -> bytes | None:
    """The payload of a line, None where its checksum is wrong."""
    payload = line[12:-2]
    return payload if line == b'["%08x",%b]\n' % (crc32(payload), payload) else None
