"""Output of commands: JSON lines or aligned text on stdout, errors on stderr."""

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from tui_player.text import UNPRINTABLE, cell_width, printable


def json_line(values: Mapping[str, Any]) -> str:
    """`values` as one line of JSON.

    Text is plain UTF-8. Characters that could control a terminal, and the surrogate escapes of file
    names that are not UTF-8, become JSON escapes (a backslash, u, four digits).
    """
    import json

    text = json.dumps(values, ensure_ascii=False, separators=(", ", ": "))
    return UNPRINTABLE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def say_json(values: Mapping[str, Any]) -> None:
    """Print one JSON object, and flush it for a reader at the other end of a pipe."""
    print(json_line(values), flush=True)


def say(line: str) -> None:
    """Print one line of text, without characters that control the terminal."""
    print(printable(line), flush=True)


def complain(line: str) -> None:
    """Print one line on stderr."""
    print(f"tui-player: {printable(line)}", file=sys.stderr, flush=True)


def counted(songs: int) -> str:
    """Text such as "1 song" or "12 songs"."""
    return f"{songs} song" + "s" * (songs != 1)


def aligned(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()) -> list[str]:
    """Lines of a table with aligned columns; all rows have the same number of columns.

    `right` holds the indices of columns that are aligned to the right (numbers).
    """
    safe = [[printable(cell) for cell in row] for row in rows]
    widths = [max(map(cell_width, column)) for column in zip(*safe, strict=True)]
    return [
        "  ".join(
            _padded(cell, width, column in right)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in safe
    ]


def _padded(cell: str, width: int, to_the_right: bool) -> str:
    space = " " * (width - cell_width(cell))
    return space + cell if to_the_right else cell + space


@contextmanager
def silent_libraries() -> Iterator[None]:
    """Discard messages of C libraries (ALSA, libVLC, OpenCV, FFmpeg) on stderr."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
