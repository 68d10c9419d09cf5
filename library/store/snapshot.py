"""The snapshot: all tables in one JSON file with a checksum and one line per document.

The first line ends with `"tables":`. Its checksum is the CRC-32 of the format, the generation and
everything after that line. The whole file is plain JSON. Tables without documents are left out.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final
from zlib import crc32

from tui_player.library.store.journal import (
    FORMAT,
    Row,
    Tables,
    check_format,
    encode,
    sharing_decoder,
)
from tui_player.paths import replacing

_CHUNK_LINES: Final = 200
"""Documents per step of reading and writing. Small steps let other threads run and save memory."""


class DamagedSnapshotError(Exception):
    """The file differs from what was written."""


def write_snapshot(path: Path, generation: int, tables: Tables) -> int:
    """Write `tables` to `path` atomically and durably. Returns the size in bytes.

    Raises `OSError`; no file remains then.
    """
    with replacing(path) as file:
        return _write(file, generation, tables)


def _write(file: BinaryIO, generation: int, tables: Tables) -> int:
    """Write header and body, then the header again with the checksum."""
    checksum = _seed(FORMAT, generation)
    file.write(_header(generation, checksum))
    for chunk in _body(tables):
        file.write(chunk)
        checksum = crc32(chunk, checksum)
    size = file.tell()
    file.seek(0)
    file.write(_header(generation, checksum))
    return size


def _header(generation: int, checksum: int) -> bytes:
    return b'{"format":%d,"generation":%d,"crc32":"%08x","tables":\n' % (
        FORMAT,
        generation,
        checksum,
    )


def _seed(version: int, generation: int) -> int:
    return crc32(b"%d %d" % (version, generation))


def _body(tables: Tables) -> Iterator[bytes]:
    """Everything after the header, in chunks."""
    start = "{"
    for name, rows in tables.items():
        items = list(rows.items())
        for first in range(0, len(items), _CHUNK_LINES):
            chunk = items[first : first + _CHUNK_LINES]
            lines = ",\n".join(f"{encode(row_id)}:{encode(row)}" for row_id, row in chunk)
            yield f"{',' if first else f'{start}{encode(name)}:{{'}\n{lines}".encode()
        if items:
            start = "},\n"
    yield b"{}}\n" if start == "{" else b"}}}\n"


def read_snapshot(path: Path) -> Tables:
    """Read and verify a snapshot.

    Raises `OSError`; `DamagedSnapshotError`; `LibraryError` if a newer player wrote it.
    """
    with path.open("rb") as file:
        try:
            header = json.loads(file.readline() + b"{}}")
            version, generation = int(header["format"]), int(header["generation"])
            reader = _Reader(_seed(version, generation))
            reader.read(file)
            damage = "" if reader.checksum == int(header["crc32"], 16) else "wrong checksum"
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            damage = str(error)
    if damage:
        raise DamagedSnapshotError(damage)
    check_format(version, path)
    return reader.tables


class _Reader:
    """Reads the lines after the header in chunks, so that memory never holds the whole text."""

    def __init__(self, seed: int) -> None:
        self.checksum = seed
        self.tables: Tables = {}
        self._rows: dict[str, Row] = {}
        """Rows of the current table."""
        self._decoder = sharing_decoder()

    def read(self, file: BinaryIO) -> None:
        """Read to the end. Raises `ValueError` if this is not a snapshot."""
        lines: list[bytes] = []
        for line in file:
            opens_table = line.endswith(b":{\n")
            if opens_table or len(lines) == _CHUNK_LINES:
                self._take(lines)
                lines = []
            if opens_table:
                self.checksum = crc32(line, self.checksum)
                name = self._decoder.decode(line.decode().lstrip("{").removesuffix(":{\n"))
                self._rows = self.tables[name] = {}
            else:
                lines.append(line)
        self._take(lines)

    def _take(self, lines: list[bytes]) -> None:
        """Parse documents of one table, and perhaps its end."""
        content = b"".join(lines)
        self.checksum = crc32(content, self.checksum)
        text = "{" + content.decode().lstrip("{").rstrip(",\n") + "}"
        rows, end = self._decoder.raw_decode(text)
        self._rows.update(rows)
        if end < len(text):
            self._rows = {}  # tables without documents may stand between two tables
