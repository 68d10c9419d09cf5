"""Many calls on an executor: a few in flight at a time, and an end to it when it is asked for."""

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

FOR_A_CORE: Final = 2
"""Calls in flight: enough that no worker waits for the next one, little enough to end soon."""
IN_FLIGHT: Final = FOR_A_CORE * (os.cpu_count() or 1)
LOOK_UP_S: Final = 0.2
"""How often is looked whether the listener wants an end."""

Item = TypeVar("Item")
Result = TypeVar("Result")
Parameters = ParamSpec("Parameters")


class InThisThread(Executor):
    """Calls at once: for so little that a worker would take longer to start."""

    def submit(
        self,
        fn: Callable[Parameters, Result],
        /,
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> "Future[Result]":
        """A future that is done."""
        future: Future[Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - it is the future's
            future.set_exception(error)
        return future


class Tasks:
    """Calls on `executor`; on worker processes of its own where there is none, or it breaks."""

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
        """Each item with what came of it, in the order of their ends; stops short when cancelled.

        Raises LibraryError if no worker can be started.
        """
        waiting = iter(items)
        flying: dict[Future[Result], Item] = {}
        try:
            while not self._cancelled.is_set():
                self._fill(flying, function, waiting)
                if not flying:
                    return
                for future in wait(flying, LOOK_UP_S, FIRST_COMPLETED).done:
                    item = flying.pop(future)
                    try:
                        outcome: Result | Exception = _outcome(future)
                    except (BrokenExecutor, CancelledError):
                        self._given = None
                        flying[self._submit(function, item)] = item
                    else:
                        yield item, outcome
        finally:
            for future in flying:
                future.cancel()

    def _fill(
        self,
        flying: dict[Future[Result], Item],
        function: Callable[[Item], Result],
        waiting: Iterator[Item],
    ) -> None:
        while len(flying) < self._in_flight:
            for item in waiting:
                flying[self._submit(function, item)] = item
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
    """What came of a call; raises what is wrong with the executor rather than with the item."""
    try:
        return future.result()
    except (BrokenExecutor, CancelledError, LibraryError):
        raise
    except Exception as error:  # noqa: BLE001 - the caller is told
        return error
