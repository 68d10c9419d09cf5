"""The snapshot: all tables in one JSON file with a checksum, a line a document.

The first line ends with the opening of `"tables":`; the checksum in it is the CRC-32 of format,
generation and everything behind that line. The file as a whole is plain JSON.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final
from zlib import crc32

from tui_player.library.journal import FORMAT, Tables, check_format, encode
from tui_player.paths import PRIVATE_FILE_MODE, sync_directory

_CHUNK_LINES: Final = 1000
"""Documents written at a time: few enough for other threads to get their turn."""


class DamagedSnapshotError(Exception):
    """The file is not what was written."""


def write_snapshot(path: Path, generation: int, tables: Tables) -> int:
    """Write `tables` to `path`, whole or not at all, durably; returns the size in bytes.

    Raises `OSError`, and leaves nothing behind then.
    """
    part = path.with_name(path.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE_MODE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            size = _write(file, generation, tables)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)
    return size


def _write(file: BinaryIO, generation: int, tables: Tables) -> int:
    """Write header and body; the header again when the checksum is known."""
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
    """The rest of the file, in chunks."""
    start = "{"
    for name, rows in tables.items():
        yield f"{start}{encode(name)}:{{".encode()
        start = ",\n"
        items = list(rows.items())
        for first in range(0, len(items), _CHUNK_LINES):
            chunk = items[first : first + _CHUNK_LINES]
            lines = ",\n".join(f"{encode(row_id)}:{encode(row)}" for row_id, row in chunk)
            yield f"{',' if first else ''}\n{lines}".encode()
        yield b"}"
    yield b"}}\n" if tables else b"{}}\n"


def read_snapshot(path: Path) -> Tables:
    """Read and check a snapshot.

    Raises `OSError`; `DamagedSnapshotError`; `LibraryError` where a newer player wrote it.
    """
    content = path.read_bytes()
    first_line = content.find(b"\n") + 1
    try:
        header = json.loads(content[:first_line] + b"{}}")
        version, generation = int(header["format"]), int(header["generation"])
        checksum = int(header["crc32"], 16)
    except (ValueError, TypeError, KeyError) as error:
        raise DamagedSnapshotError(f"no header: {error}") from error
    if crc32(memoryview(content)[first_line:], _seed(version, generation)) != checksum:
        raise DamagedSnapshotError("wrong checksum")
    check_format(version, path)
    tables: Tables = json.loads(content)["tables"]
    return tables
