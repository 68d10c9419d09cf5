"""Notices with texts of unknown origin: no control characters, no markup."""

from textual.app import App
from textual.notifications import SeverityLevel

from tui_player.text import printable


class Notices(App[None]):
    """An app whose notices show every text as plain text."""

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a notice for `timeout` seconds.

        `markup` is ignored: the text can contain tags and file names, so it is never markup.
        """
        del markup
        super().notify(
            printable(message), title=title, severity=severity, timeout=timeout, markup=False
        )

    def show_notice(self, text: str) -> None:
        """Show a line to the listener."""
        self.notify(text)

    def show_error(self, text: str) -> None:
        """Show an error to the listener in one line."""
        self.notify(text, severity="error", timeout=10)
