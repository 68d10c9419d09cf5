"""Runs the work of a scan on an existing Dask cluster."""

import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from tui_player.errors import LibraryError
from tui_player.text import one_line

CONNECT_S: Final = 10
RETRIES: Final = 2
"""Retries of a song whose worker was lost."""


@dataclass(frozen=True)
class Cluster:
    """A connected cluster."""

    executor: Executor
    cores: int
    """Cores of all workers together."""


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """Connect to the scheduler at `address`, for example `tcp://host:8786`.

    The workers need this package, and the music under the same paths. Raises `LibraryError` if the
    extra `cluster` is not installed, the scheduler does not answer, or there is no worker.
    """
    try:
        import distributed
    except ImportError as error:
        raise LibraryError(
            "a cluster needs more packages: pip install 'tui-player[cluster]'"
        ) from error
    untyped: Any = distributed
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # important errors are raised
    try:
        client = untyped.Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        reason = one_line(str(error)) or type(error).__name__
        raise LibraryError(f"no cluster answers at {address}: {reason}") from error
    with client:
        cores = sum(client.ncores().values())
        if not cores:
            raise LibraryError(f"the cluster at {address} has no workers")
        yield Cluster(client.get_executor(retries=RETRIES), cores)
