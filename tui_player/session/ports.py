"""What a session asks of the world around it."""

from collections.abc import Callable
from dataclasses import dataclass

from tui_player.library.feedback import Feedback
from tui_player.library.ranking.request import RankRequest, Weights
from tui_player.library.song import Song


@dataclass(frozen=True, slots=True)
class Ports:
    """What the session asks others for; none of these may block."""

    record: Callable[[Feedback], None]
    """Store the event durably, then call `Session.recorded` with the song as it is stored; where
    that fails, say so."""
    rest: Callable[[Song, float], None]
    """Let a song rest from then on (Unix time, seconds) as if it had been heard; keep nothing."""
    rank: Callable[[RankRequest, Weights], None]
    """Rank, then call `Session.ranked`; a later request makes an earlier one pointless."""
    changed: Callable[[], None]
    """Something to be shown has changed."""
    notify: Callable[[str], None]
    """One line for the listener."""
