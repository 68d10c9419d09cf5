"""One thread with a queue of work, shared by all services."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import ParamSpec

from textual.message import Message

log = logging.getLogger(__name__)

Work = ParamSpec("Work")


class WorkThread:
    """A thread that runs work in the order of submission."""

    def __init__(
        self, name: str, post: Callable[[Message], None], failed: Callable[[str], Message]
    ) -> None:
        """`failed` makes a message from an error text. `post` must be callable from any thread."""
        self._executor = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._post = post
        self._failed = failed

    def do(self, work: Callable[Work, object], *args: Work.args, **kwargs: Work.kwargs) -> None:
        """Queue work and return at once. An exception in the work is logged and posted.

        Work submitted after `stop` or `finish` is dropped.
        """

        def guarded() -> None:
            try:
                work(*args, **kwargs)
            except Exception:  # a thread's outermost boundary
                log.exception("%s failed", work)
                self._post(self._failed("something went wrong (see the log)"))

        with suppress(RuntimeError):  # raised after `stop` or `finish`
            self._executor.submit(guarded)

    def stop(self) -> None:
        """Drop waiting work and return at once. Running work continues."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def finish(self) -> None:
        """Wait until all accepted work is done."""
        self._executor.shutdown()
