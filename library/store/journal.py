"""The journal: a write-ahead log with one checksummed JSON line per change.

A line is on disk before its change is acknowledged. Example:
`["1c291ca3",{"songs":{"7":{...}}}]`. The first element is the CRC-32 of the second element's bytes.
The second holds new and replaced documents by table and id, with `null` for a removed one. Lines
hold whole documents, so a replay is idempotent and a lost line does not invalidate later ones.
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
"""Format version of snapshots and journals. A newer player writes a higher number."""

Row: TypeAlias = dict[str, Any]
"""A document's JSON. A stored row is never changed in place, so readers need no lock."""

Tables: TypeAlias = dict[str, dict[str, Row]]
"""Rows by table and document id, in TinyDB's layout."""

Changes: TypeAlias = Mapping[str, Mapping[str, Row | None]]
"""New and replaced rows by table and id; None removes a row."""

_CHUNK_BYTES: Final = 1 << 20
"""Bytes that are read and parsed per step."""

_MOST_FLOATS: Final = 1 << 16
"""Most distinct numbers that are shared."""

_ENCODER: Final = json.JSONEncoder(separators=(",", ":"))


class _Floats(dict[str, float]):
    """Parses equal numbers to one object: a library repeats a few thousand numbers."""

    def __missing__(self, text: str) -> float:
        number = float(text)
        if len(self) < _MOST_FLOATS:
            self[text] = number
        return number


def sharing_decoder() -> json.JSONDecoder:
    """JSON decoder for many documents; equal numbers share one object."""
    return json.JSONDecoder(parse_float=_Floats().__getitem__)


def encode(value: object) -> str:
    """Encode as compact ASCII JSON, which preserves surrogate escapes. Raises `TypeError`."""
    return _ENCODER.encode(value)


def line_of(value: object) -> bytes:
    """Encode as a journal line with its checksum. Raises `TypeError`."""
    payload = encode(value).encode()
    return b'["%08x",%b]\n' % (crc32(payload), payload)


def header_line(generation: int) -> bytes:
    """The first line of a journal."""
    return line_of({"format": FORMAT, "generation": generation})


def apply(changes: Changes, tables: Tables) -> None:
    """Apply changes to `tables` in place."""
    for name, rows in changes.items():
        table = tables.setdefault(name, {})
        for row_id, row in rows.items():
            if row is None:
                table.pop(row_id, None)
            else:
                table[row_id] = row


def check_format(written: object, path: Path) -> None:
    """Raise `LibraryTooNewError` if a newer player wrote `path`."""
    if isinstance(written, int) and written > FORMAT:
        raise LibraryTooNewError(f"{path} was written by a newer tui-player (format {written})")


class Journal:
    """A journal that is open for appending. Not thread-safe: the storage serialises calls."""

    def __init__(self, path: Path, generation: int, size: int = 0) -> None:
        """Open or create the file and truncate it to `size` bytes. Raises `OSError`."""
        self.path = path
        self.generation = generation
        self.size = size
        """Bytes of complete records."""
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
        """Write one line of `line_of` and wait until it is on disk.

        Raises `OSError`. The file is then truncated to its old size. If that fails too, the next
        append truncates it.
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
        """Truncate the remains of a failed append. Raises `OSError`."""
        if self._tail_uncertain:
            os.ftruncate(self._descriptor, self.size)
            os.fsync(self._descriptor)
            self._tail_uncertain = False

    def close(self) -> None:
        """Truncate the remains of a failed append, if possible, and close the file."""
        with suppress(OSError):
            self.settle()
        os.close(self._descriptor)


def _write_all(descriptor: int, content: bytes) -> None:
    """Write until the system has taken all bytes."""
    remaining = memoryview(content)
    while remaining:
        remaining = remaining[os.write(descriptor, remaining) :]


@dataclass(frozen=True, slots=True)
class JournalContents:
    """The content of a journal file."""

    records: list[Changes]
    """The valid records, oldest first."""
    whole_bytes: int
    """Length up to the end of the last complete line."""
    torn: bool
    """Whether an incomplete record follows."""
    damaged: int
    """Number of complete lines with a wrong checksum; they are left out."""


def read_journal(path: Path) -> JournalContents:
    """Read and verify a journal. Raises `OSError`; `LibraryTooNewError`."""
    decoder = sharing_decoder()
    records: list[Any] = []
    whole_bytes = damaged = 0
    torn = False
    with path.open("rb") as file:
        # One parse of many lines is faster than one per line, and it shares equal keys in memory.
        # Chunks keep the whole text out of memory.
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
    """The payload of a line; None if the checksum is wrong."""
    payload = line[12:-2]
    return payload if line == b'["%08x",%b]\n' % (crc32(payload), payload) else None
