"""Other machines' processors: an existing Dask cluster does the work of a scan."""

import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from tui_player.errors import LibraryError

CONNECT_S: Final = 10
RETRIES: Final = 2
"""Of a song whose worker was lost."""


@dataclass(frozen=True)
class Cluster:
    """A cluster that answers."""

    executor: Executor
    cores: int
    """Of all its workers together."""


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """The cluster whose scheduler listens at `address`, such as `tcp://host:8786`.

    Its workers need this package, and the music under the same paths. Raises `LibraryError` where
    the extra `cluster` is not installed, nobody answers, or no worker is there.
    """
    try:
        import distributed
    except ImportError as error:
        raise LibraryError(
            "a cluster needs more packages: pip install 'tui-player[cluster]'"
        ) from error
    untyped: Any = distributed
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is raised
    try:
        client = untyped.Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise LibraryError(f"no cluster answers at {address}: {reason}") from error
    with client:
        cores = sum(client.ncores().values())
        if not cores:
            raise LibraryError(f"the cluster at {address} has no workers")
        yield Cluster(client.get_executor(retries=RETRIES), cores)
