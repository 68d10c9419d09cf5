"""Loading of the player in a thread, because libVLC loads slowly."""

import logging
from collections.abc import Callable
from threading import Thread

from textual.message import Message

from tui_player.errors import PlaybackError
from tui_player.playback import Player
from tui_player.services.messages import PlayerMissing, PlayerReady

log = logging.getLogger(__name__)


class PlayerLoader:
    """Opens the player once, and again after a failure."""

    def __init__(
        self, open_player: Callable[[], Player], post: Callable[[Message], object]
    ) -> None:
        self._open_player = open_player
        self._post = post
        self._opening = False

    def open(self) -> None:
        """Load libVLC in a thread. `PlayerReady` or `PlayerMissing` follows."""
        if not self._opening:
            self._opening = True
            Thread(target=self._load, name="player loader", daemon=True).start()

    def allow_retry(self) -> None:
        """Allow another try after a failure."""
        self._opening = False

    def _load(self) -> None:
        try:
            self._post(PlayerReady(self._open_player()))
        except PlaybackError as error:
            self._post(PlayerMissing(str(error)))
        except Exception:  # a thread's outermost boundary
            log.exception("the sound could not be opened")
            self._post(PlayerMissing("the sound could not be opened (see the log)"))
