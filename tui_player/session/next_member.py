"""Cycling through the members of an enumeration."""

from enum import StrEnum
from typing import TypeVar

Choice = TypeVar("Choice", bound=StrEnum)


def next_member(choice: Choice) -> Choice:
    """The next member. The first follows the last."""
    everyone = list(type(choice))
    return everyone[(everyone.index(choice) + 1) % len(everyone)]
