"""Runs many calls on an executor: a limited number in flight, and cancellable."""

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    wait,
)
from types import TracebackType
from typing import Final, ParamSpec, Self, TypeVar

from tui_player.errors import LibraryError
from tui_player.library.workers.worker_processes import WorkerProcesses

CALLS_PER_CORE: Final = 2
"""Calls in flight per core: no worker waits for the next call, and cancelling stays quick."""
IN_FLIGHT: Final = CALLS_PER_CORE * (os.cpu_count() or 1)
POLL_S: Final = 0.2
"""Interval of checks for cancellation, seconds."""

Item = TypeVar("Item")
Result = TypeVar("Result")
Parameters = ParamSpec("Parameters")


class InThisThread(Executor):
    """Executor that calls on this thread, for work that is shorter than a worker's start."""

    def submit(
        self,
        fn: Callable[Parameters, Result],
        /,
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> "Future[Result]":
        """Call `fn` now. Returns a finished future."""
        future: Future[Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - the future holds it
            future.set_exception(error)
        return future


class Tasks:
    """Runs calls on `executor`, or on own worker processes if it is None or breaks."""

    def __init__(
        self, executor: Executor | None, cancelled: threading.Event, in_flight: int = IN_FLIGHT
    ) -> None:
        self._given = executor
        self._in_flight = in_flight
        self._own: WorkerProcesses | None = None
        self._cancelled = cancelled

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._own is not None:
            self._own.kill()

    def run(
        self, function: Callable[[Item], Result], items: Iterable[Item]
    ) -> Iterator[tuple[Item, Result | Exception]]:
        """Yield each item with its result or exception, in order of completion.

        Cancelling ends the loop early. Raises LibraryError if no worker can be started.
        """
        waiting = iter(items)
        in_flight: dict[Future[Result], Item] = {}
        try:
            while not self._cancelled.is_set():
                self._fill(in_flight, function, waiting)
                if not in_flight:
                    return
                for future in wait(in_flight, POLL_S, FIRST_COMPLETED).done:
                    item = in_flight.pop(future)
                    try:
                        outcome: Result | Exception = _outcome(future)
                    except (BrokenExecutor, CancelledError):
                        self._given = None
                        in_flight[self._submit(function, item)] = item
                    else:
                        yield item, outcome
        finally:
            for future in in_flight:
                future.cancel()

    def _fill(
        self,
        in_flight: dict[Future[Result], Item],
        function: Callable[[Item], Result],
        waiting: Iterator[Item],
    ) -> None:
        while len(in_flight) < self._in_flight:
            for item in waiting:
                in_flight[self._submit(function, item)] = item
                break
            else:
                return

    def _submit(self, function: Callable[[Item], Result], item: Item) -> Future[Result]:
        if self._given is not None:
            try:
                return self._given.submit(function, item)
            except RuntimeError:  # broken, or shut down by its owner
                self._given = None
        self._own = self._own or WorkerProcesses()
        return self._own.submit(function, item)


def _outcome(future: Future[Result]) -> Result | Exception:
    """Result or exception of a call. Raises errors of the executor itself."""
    try:
        return future.result()
    except (BrokenExecutor, CancelledError, LibraryError):
        raise
    except Exception as error:  # noqa: BLE001 - returned to the caller
        return error
