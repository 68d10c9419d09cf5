"""Stands in for libVLC until the first song plays, which saves 40 MB while browsing."""

from collections.abc import Callable

from tui_player.library.song import DurationMs
from tui_player.playback.silent import SilentPlayer


class PlaceholderPlayer(SilentPlayer):
    """Keeps the wanted song, and requests the real player."""

    def __init__(self, wanted: Callable[[], None]) -> None:
        """`wanted` is called at each `play`; then the real player takes over."""
        super().__init__({})
        self._wanted = wanted

    def play(self, path: str, *, gain_db: float = 0.0, start_ms: DurationMs = DurationMs(0)) -> int:
        """See `Player.play`."""
        self._wanted()
        return super().play(path, gain_db=gain_db, start_ms=start_ms)
