"""How commands speak: JSON lines or aligned text on stdout, complaints on stderr."""

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from tui_player.text import UNPRINTABLE, cell_width, printable


def json_line(values: Mapping[str, Any]) -> str:
    """`values` as one line of JSON.

    It is UTF-8 as it stands, but for what could steer a terminal and for the surrogate escapes of
    file names that are not UTF-8: these become JSON's own escapes (a backslash, u, four digits).
    """
    import json

    text = json.dumps(values, ensure_ascii=False, separators=(", ", ": "))
    return UNPRINTABLE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def say_json(values: Mapping[str, Any]) -> None:
    """Print one object, at once, so that a reader at the other end of a pipe can go on."""
    print(json_line(values), flush=True)


def say(line: str) -> None:
    """Print one line for people; nothing in it can steer the terminal."""
    print(printable(line), flush=True)


def complain(line: str) -> None:
    """One line on stderr."""
    print(f"tui-player: {printable(line)}", file=sys.stderr, flush=True)


def counted(songs: int) -> str:
    """Such as "1 song" or "12 songs"."""
    return f"{songs} song" + "s" * (songs != 1)


def aligned(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()) -> list[str]:
    """Rows of equally many cells as lines with columns beneath each other.

    `right` names the columns that are set to the right (numbers).
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
    """Keep C libraries (ALSA, libVLC, OpenCV, FFmpeg) from writing to stderr behind our back."""
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
