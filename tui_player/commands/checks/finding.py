"""Result of a check."""

from dataclasses import asdict, dataclass
from enum import StrEnum

from tui_player.text import one_line


class Status(StrEnum):
    """Status of a finding."""

    OK = "ok"
    WARNING = "warning"
    """The player works, but a part is missing."""
    ERROR = "error"
    """A main function of the player doesn't work."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check."""

    check: str
    """Name of the check, one word."""
    status: Status
    detail: str
    """Result in one line."""
    advice: str = ""
    """Advice for the listener; empty if nothing needs to be done."""

    def as_json(self) -> dict[str, str]:
        """The finding as a JSON object."""
        return {name: str(value) for name, value in asdict(self).items()}


def error_line(error: BaseException) -> str:
    """The error's text in one line, else its type."""
    return one_line(str(error)) or type(error).__name__
