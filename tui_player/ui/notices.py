"""Notices: lines of unknown origin that must neither steer the terminal nor be read as markup."""

from textual.app import App
from textual.notifications import SeverityLevel

from tui_player.text import printable


class Notices(App[None]):
    """An app whose notices show what they are given, whatever it is."""

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a notice for `timeout` seconds; its text comes from tags and file names too.

        So it is never markup, whatever `markup` says: Textual's screens and widgets say that it is.
        """
        del markup
        super().notify(
            printable(message), title=title, severity=severity, timeout=timeout, markup=False
        )

    def say(self, text: str) -> None:
        """One line for the listener."""
        self.notify(text)

    def complain(self, text: str) -> None:
        """One line for the listener about what went wrong."""
        self.notify(text, severity="error", timeout=10)
