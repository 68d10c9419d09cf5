"""The player before the first song: libVLC's plugins take 40 MB, which browsing need not pay."""

from collections.abc import Callable

from tui_player.library.song import DurationMs
from tui_player.playback.silent import SilentPlayer


class WaitingPlayer(SilentPlayer):
    """Remembers what is to be played, and asks for a player that can."""

    def __init__(self, wanted: Callable[[], None]) -> None:
        """`wanted` is called at each `play`; the real player then takes over."""
        super().__init__({})
        self._wanted = wanted

    def play(self, path: str, *, gain_db: float = 0.0, start_ms: DurationMs = DurationMs(0)) -> int:
        """See `Player.play`."""
        self._wanted()
        return super().play(path, gain_db=gain_db, start_ms=start_ms)
