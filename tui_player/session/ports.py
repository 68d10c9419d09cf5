"""The session's calls to services and interface."""

from collections.abc import Callable
from dataclasses import dataclass

from tui_player.library.feedback import Feedback
from tui_player.library.ranking.request import RankRequest, Weights
from tui_player.library.song import Song


@dataclass(frozen=True, slots=True)
class Ports:
    """Callbacks of the session. None of them may block."""

    record: Callable[[Feedback], None]
    """Store the event durably, then call `Session.recorded` with the stored song. Report a
    failure to the listener."""
    cool_down: Callable[[Song, float], None]
    """Start a song's cool-down at a Unix time in seconds. Store nothing."""
    rank: Callable[[RankRequest, Weights], None]
    """Rank, then call `Session.ranked`. A later request replaces an earlier one."""
    changed: Callable[[], None]
    """Report a change of the displayed state."""
    notify: Callable[[str], None]
    """Show one line of text to the listener."""
