"""Waiting for messages of the services."""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from textual.message import Message

Kind = TypeVar("Kind", bound=Message)

PATIENCE_S = 30.0
PAUSE_S = 0.01


def until(condition: Callable[[], object]) -> None:
    """Wait until `condition` holds."""
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(PAUSE_S)


def of_kind(posted: Sequence[Message], kind: type[Kind]) -> list[Kind]:
    return [message for message in posted if isinstance(message, kind)]


def kinds(posted: Sequence[Message]) -> list[type[Message]]:
    return [type(message) for message in posted]
