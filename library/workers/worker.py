"""A worker process: runs calls from its owner until the owner ends."""

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
"""Playback and interface have priority; workers use the remaining processor time."""
ONE_THREAD: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""One worker runs per core, so numeric libraries must not start threads of their own."""
READY: Final = b"ready"
"""First message of a started worker."""


def serve() -> None:
    """Read pickled calls from standard input and write answers to the original standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the owner handles Ctrl-C
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
    """Discard all output: decoders print warnings, which would disturb the screen."""
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115


def _receive(requests: Connection, calls: "queue.SimpleQueue[bytes]") -> None:
    """Queue calls. End the process at once, even during a call, when the owner has ended."""
    try:
        while True:
            calls.put(requests.recv_bytes())
    except (EOFError, OSError):
        os._exit(0)


def _answer(call: bytes) -> bytes:
    """Run a pickled call. Returns the pickle of (True, result) or (False, exception)."""
    try:
        function: Callable[..., Any]
        function, arguments, keywords = pickle.loads(call)  # noqa: S301 - from our own process
        return pickle.dumps((True, function(*arguments, **keywords)))
    except BaseException as error:  # noqa: BLE001 - the caller receives all of them
        return _pickled_error(error)


def _pickled_error(error: BaseException) -> bytes:
    """Pickle the exception, or a RuntimeError with its text if it can't be pickled.

    SystemExit and similar exceptions are also replaced, so that they can't end the owner.
    """
    if isinstance(error, Exception):
        with contextlib.suppress(Exception):  # some exceptions fail to pickle or unpickle
            answer = pickle.dumps((False, error))
            pickle.loads(answer)  # noqa: S301
            return answer
    return pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))
