"""An executor of worker processes that reports which call killed a worker.

`concurrent.futures.ProcessPoolExecutor` only reports that some worker died. It also needs the
caller's `__main__` and `sys.stderr` (which a full-screen program has replaced), and it can't be
ended during a call.
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

from tui_player.errors import LibraryError, system_message
from tui_player.library.workers.worker import READY

_SERVER: Final = "tui_player.library.workers.worker"
_NO_WORKERS: Final = "worker processes can't be started here, so nothing is scanned"
CALL_LIMIT_S: Final = 600.0
"""Wall-clock limit of a call; a decoder that takes longer hangs. Good files stay far below it, even
on a busy machine."""

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


_ENDED_BY_OTHERS: Final = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
"""Signals from outside: the system is out of memory, or somebody ended the process."""


class WorkerDiedError(Exception):
    """The worker ended during a call: out of memory, a crash, or over the time limit."""

    def __init__(self, reason: str, *, by_others: bool = False) -> None:
        super().__init__(reason)
        self.by_others = by_others
        """Whether the worker was ended from outside, so the call may be innocent."""


class WorkerProcesses(Executor):
    """An executor of `size` processes (default: one per core), each started by its first call.

    Functions must be importable by name, as for any process pool. The workers end with this
    process, even if it is killed.
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
        """Call `fn` in a worker; the future raises `WorkerDiedError` if the worker dies."""
        call = pickle.dumps((fn, args, kwargs))
        future: Future[Result] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("the workers are already told to end")
            self._calls.put((future, call))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers after their calls."""
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
        """End the workers at once, even during calls."""
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
        """Thread of one worker: passes calls to it, one at a time, and replaces a dead worker."""
        worker: _Worker | None = None
        while (waiting := self._calls.get()) is not None:
            future, call = waiting
            if not future.set_running_or_notify_cancel():
                continue
            try:
                worker = worker or self._start()
                answered, answer = worker.call(call, self._call_limit_s)
            except Exception as error:  # noqa: BLE001 - an unfinished future would hang a scan
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
                raise LibraryError(f"{_NO_WORKERS} ({system_message(error)})") from error
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
        # The worker has the same import path, but not the same main program.
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
        """Wait for the start. Returns whether the process could import its modules."""
        try:
            return self._replies.poll(limit_s) and self._replies.recv_bytes() == READY
        except (EOFError, ConnectionResetError):
            return False

    def call(self, call: bytes, limit_s: float) -> tuple[bool, Any]:
        """Run a call: (True, result) or (False, exception). Raises WorkerDiedError."""
        try:
            self._requests.send_bytes(call)
            if not self._replies.poll(limit_s):
                raise WorkerDiedError(f"took longer than {limit_s:g} s")
            answer: tuple[bool, Any] = pickle.loads(self._replies.recv_bytes())  # noqa: S301
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            raise self._death() from error
        return answer

    def end(self) -> None:
        """End the process, even during a call."""
        self._requests.close()
        self._replies.close()
        self.process.kill()
        self.process.wait()

    def _death(self) -> WorkerDiedError:
        status = self.process.wait()
        if -status in _ENDED_BY_OTHERS:
            return WorkerDiedError(
                f"the worker process was ended (signal {-status})", by_others=True
            )
        how = f"signal {-status}" if status < 0 else f"exit status {status}"
        return WorkerDiedError(f"the worker process died of it ({how})")


def _pipes() -> tuple[tuple[int, int], tuple[int, int]]:
    """Pipe ends: ours (write requests, read replies) and the worker's (read, write)."""
    requests_out, requests_in = os.pipe()
    replies_out, replies_in = os.pipe()
    return (requests_in, replies_out), (requests_out, replies_in)
