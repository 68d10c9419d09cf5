"""A worker process: calls functions that its owner sends, until the owner is gone."""

import contextlib
import os
import pickle
import queue
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Final

from tui_player.library.store.gc_pause import collect_seldom

NICENESS: Final = 10
"""The player plays and listens meanwhile: scanning takes what is left."""
ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Workers are many already; their libraries must not each start a thread a core on top."""
READY: Final = b"ready"
"""The first message of a worker that has come up."""


def serve() -> None:
    """Answer the pickled calls on standard input, on what standard output is at the start."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the owner to act on
    os.nice(NICENESS)
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    requests = Connection(os.dup(0), writable=False)
    replies = Connection(os.dup(1), readable=False)
    _silence()
    collect_seldom()
    replies.send_bytes(READY)
    calls: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(requests, calls), daemon=True).start()
    while True:
        replies.send_bytes(_answer(calls.get()))


def _silence() -> None:
    """Decoders print warnings; nobody reads them here, and on a screen they would harm."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115


def _receive(requests: Connection, calls: "queue.SimpleQueue[bytes]") -> None:
    """Pass calls on; end the process in the middle of one, when the owner ends or is killed."""
    try:
        while True:
            calls.put(requests.recv_bytes())
    except (EOFError, OSError):
        os._exit(0)


def _answer(call: bytes) -> bytes:
    """Pickle of (True, result) or (False, exception)."""
    try:
        function: Callable[..., Any]
        function, arguments, keywords = pickle.loads(call)  # noqa: S301 - from our own process
        return pickle.dumps((True, function(*arguments, **keywords)))
    except BaseException as error:  # noqa: BLE001 - all of them are the caller's
        return _pickled_error(error)


def _pickled_error(error: BaseException) -> bytes:
    """The exception itself if it survives the way, else one that says the same.

    SystemExit and its like are an end to this process at most, never to the owner.
    """
    if isinstance(error, Exception):
        with contextlib.suppress(Exception):  # those of libraries pickle in their own ways
            answer = pickle.dumps((False, error))
            pickle.loads(answer)  # noqa: S301
            return answer
    return pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))
