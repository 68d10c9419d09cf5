"""Processes that do the heavy work: an executor that knows which call killed a worker.

`concurrent.futures.ProcessPoolExecutor` says only that some worker died, needs the caller's
`__main__` and `sys.stderr` (which a full-screen program has replaced), and can't be ended in the
middle of a call.
"""

import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from multiprocessing.connection import Connection
from typing import Any, Final, ParamSpec, TypeVar

from tui_player.errors import LibraryError
from tui_player.library.scan.walk import reason_of
from tui_player.library.workers.worker import READY

_SERVER: Final = "tui_player.library.workers.worker"
_NO_WORKERS: Final = "worker processes can't be started here, so nothing is scanned"
CALL_LIMIT_S: Final = 600.0
"""A decoder that takes longer than this for one file hangs. Of the wall's clock, so that it is far
above what a busy machine makes of a good file."""

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


_ENDED_BY_OTHERS: Final = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
"""What ends a process whatever it is at: a system out of memory, or somebody."""


class WorkerDiedError(Exception):
    """The process ended in the middle of a call: out of memory, a crash, or too long at it."""

    def __init__(self, reason: str, *, by_others: bool = False) -> None:
        super().__init__(reason)
        self.by_others = by_others
        """The call need not be at fault."""


class WorkerProcesses(Executor):
    """`size` processes (one a processor core by default), each started with its first call.

    Functions must be importable by name, as for any process pool. The processes end with this
    one, however it ends.
    """

    def __init__(self, size: int | None = None, call_limit_s: float = CALL_LIMIT_S) -> None:
        self._call_limit_s = call_limit_s
        self._calls: queue.SimpleQueue[tuple[Future[Any], bytes] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._running: set[_Worker] = set()
        self._closed = self._killed = False
        self._threads = [
            threading.Thread(target=self._serve, name=f"worker-{number}", daemon=True)
            for number in range(size or os.cpu_count() or 1)
        ]
        for thread in self._threads:
            thread.start()

    def submit(
        self,
        fn: Callable[Parameters, Result],
        /,
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> "Future[Result]":
        """Have a worker call `fn`; the future raises `WorkerDiedError` if that kills it."""
        call = pickle.dumps((fn, args, kwargs))
        future: Future[Result] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("the workers are already told to end")
            self._calls.put((future, call))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes when their calls are done."""
        with self._lock:
            self._closed = True
        if cancel_futures:
            self._cancel_waiting()
        for _thread in self._threads:
            self._calls.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def kill(self) -> None:
        """End the processes at once, whatever they are at."""
        self._cancel_waiting()
        with self._lock:
            self._closed = self._killed = True
            for worker in self._running:
                worker.process.kill()
        self.shutdown(cancel_futures=True)

    def _cancel_waiting(self) -> None:
        try:
            while True:
                waiting = self._calls.get_nowait()
                if waiting is not None:
                    waiting[0].cancel()
        except queue.Empty:
            return

    def _serve(self) -> None:
        """One thread: hands calls to its worker, one at a time, and replaces it when it dies."""
        worker: _Worker | None = None
        while (waiting := self._calls.get()) is not None:
            future, call = waiting
            if not future.set_running_or_notify_cancel():
                continue
            try:
                worker = worker or self._start()
                answered, answer = worker.call(call, self._call_limit_s)
            except Exception as error:  # noqa: BLE001 - a future without an end would hang a scan
                self._end(worker)
                worker = None
                future.set_exception(error)
            else:
                (future.set_result if answered else future.set_exception)(answer)
        self._end(worker)

    def _start(self) -> "_Worker":
        with self._lock:
            if self._killed:
                raise WorkerDiedError("the workers were ended")
            try:
                worker = _Worker()
            except OSError as error:
                raise LibraryError(f"{_NO_WORKERS} ({reason_of(error)})") from error
            self._running.add(worker)
        if not worker.is_ready(self._call_limit_s):
            self._end(worker)
            if self._killed:
                raise WorkerDiedError("the workers were ended")
            raise LibraryError(_NO_WORKERS)
        return worker

    def _end(self, worker: "_Worker | None") -> None:
        if worker is not None:
            with self._lock:
                self._running.discard(worker)
            worker.end()


class _Worker:
    """One process and the two pipes to it."""

    def __init__(self) -> None:
        # The same places to import from as here, though not the same main program.
        code = f"import sys; sys.path[:] = {sys.path!a}; from {_SERVER} import serve; serve()"
        ours, theirs = _pipes()
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-c", code], stdin=theirs[0], stdout=theirs[1]
            )
        finally:
            for descriptor in theirs:
                os.close(descriptor)
        self._requests = Connection(ours[0], readable=False)
        self._replies = Connection(ours[1], writable=False)

    def is_ready(self, limit_s: float) -> bool:
        """Whether the process has come up and can import what it needs."""
        try:
            return self._replies.poll(limit_s) and self._replies.recv_bytes() == READY
        except (EOFError, ConnectionResetError):
            return False

    def call(self, call: bytes, limit_s: float) -> tuple[bool, Any]:
        """(True, result) or (False, exception)."""
        try:
            self._requests.send_bytes(call)
            if not self._replies.poll(limit_s):
                raise WorkerDiedError(f"took longer than {limit_s:g} s")
            answer: tuple[bool, Any] = pickle.loads(self._replies.recv_bytes())  # noqa: S301
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            raise self._last_words() from error
        return answer

    def end(self) -> None:
        """End the process, in the middle of a call if it is at one."""
        self._requests.close()
        self._replies.close()
        self.process.kill()
        self.process.wait()

    def _last_words(self) -> WorkerDiedError:
        status = self.process.wait()
        if -status in _ENDED_BY_OTHERS:
            return WorkerDiedError(
                f"the worker process was ended (signal {-status})", by_others=True
            )
        how = f"signal {-status}" if status < 0 else f"exit status {status}"
        return WorkerDiedError(f"the worker process died of it ({how})")


def _pipes() -> tuple[tuple[int, int], tuple[int, int]]:
    """Our ends (to write requests, to read replies) and the worker's (to read, to write)."""
    requests_out, requests_in = os.pipe()
    replies_out, replies_in = os.pipe()
    return (requests_in, replies_out), (requests_out, replies_in)
