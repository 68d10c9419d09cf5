"""Pauses of the garbage collector while many objects without reference cycles are created."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

COLLECT_AFTER: Final = 50_000
"""Collection threshold. Modules, tags and rows are many objects, and they hold no cycles."""

_lock = threading.Lock()
_pauses: list[object] = []


def collect_seldom() -> None:
    """Collect rarely from now on, and exempt all existing objects."""
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause garbage collection; objects that exist at the end are exempt from it.

    Documents and songs hold no cycles. Scanning a hundred thousand of them repeatedly takes longer
    than creating them. Threads may overlap: the last one to leave resumes the collector.
    """
    with _lock:
        _pauses.append(None)
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _pauses.pop()
            if not _pauses:
                gc.freeze()
                gc.enable()
