"""Garbage collection, put off where many objects are made that hold no cycles."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

COLLECT_AFTER: Final = 50_000
"""Objects made before garbage is looked for: modules, tags and rows are many and hold no cycles."""

_lock = threading.Lock()
_wanting: list[object] = []


def collect_seldom() -> None:
    """Look for cycles rarely from now on, and never among what is there already."""
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)


@contextmanager
def collection_put_off() -> Iterator[None]:
    """No look for cycles inside; what is there at the end is no more looked through.

    Documents and songs hold no cycles, and looking through a hundred thousand of them again and
    again takes longer than making them. Threads may overlap: the last one to leave turns it on.
    """
    with _lock:
        _wanting.append(None)
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _wanting.pop()
            if not _wanting:
                gc.freeze()
                gc.enable()
