"""What a check found."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class Status(StrEnum):
    """How it stands with what was checked."""

    OK = "ok"
    WARNING = "warning"
    """The player works, with less."""
    ERROR = "error"
    """Something that the player is for doesn't work."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check."""

    check: str
    """Its name, one word."""
    status: Status
    detail: str
    """What was found, one line."""
    advice: str = ""
    """What to do about it; empty where nothing is to be done."""

    def as_json(self) -> dict[str, str]:
        """As the contract of the command has it."""
        return {name: str(value) for name, value in asdict(self).items()}


def error_line(error: BaseException) -> str:
    """The error's text in one line, else its type."""
    return " ".join(f"{error}".split()) or type(error).__name__
