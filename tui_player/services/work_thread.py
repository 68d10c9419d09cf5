"""One thread with a queue of work: the guard and the closing that all services share."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import ParamSpec

from textual.message import Message

log = logging.getLogger(__name__)

Work = ParamSpec("Work")


class WorkThread:
    """The thread does its work in the order in which it was given."""

    def __init__(
        self, name: str, post: Callable[[Message], None], failed: Callable[[str], Message]
    ) -> None:
        """`failed` makes the message of a mistake; `post` must be callable from any thread."""
        self._executor = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._post = post
        self._failed = failed

    def do(self, work: Callable[Work, object], *args: Work.args, **kwargs: Work.kwargs) -> None:
        """The call returns at once. A mistake in the work is logged and posted, never swallowed.

        Work that comes after `stop` or `finish` is dropped.
        """

        def guarded() -> None:
            try:
                work(*args, **kwargs)
            except Exception:  # a thread's outermost boundary
                log.exception("%s failed", work)
                self._post(self._failed("something went wrong (see the log)"))

        with suppress(RuntimeError):  # closing: no new work
            self._executor.submit(guarded)

    def stop(self) -> None:
        """Work that has not begun is dropped; work that has begun goes on. The call returns at
        once.
        """
        self._executor.shutdown(wait=False, cancel_futures=True)

    def finish(self) -> None:
        """The call returns when all work that was taken is done."""
        self._executor.shutdown()
