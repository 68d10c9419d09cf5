"""Garbage collection put off while a library's many small objects are made."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_wanting: list[object] = []


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
