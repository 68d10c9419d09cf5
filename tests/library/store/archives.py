"""Reads feedback from present and archived rows."""

from pathlib import Path

from tui_player.library.feedback import Feedback
from tui_player.library.store.codec import feedback_from_document
from tui_player.library.store.journal_storage import JournalStorage


def all_events(directory: Path) -> list[Feedback]:
    """All feedback of all listeners, oldest first."""
    storage = JournalStorage(directory, read_only=True)
    rows = storage.archived("events") | dict(storage.rows("events"))
    return [feedback_from_document(row) for row in rows.values()]
