"""Keys that go through all of a kind, one press after the other."""

from enum import StrEnum
from typing import TypeVar

Choice = TypeVar("Choice", bound=StrEnum)


def following(choice: Choice) -> Choice:
    """The next of its kind, after the last the first."""
    everyone = list(type(choice))
    return everyone[(everyone.index(choice) + 1) % len(everyone)]
