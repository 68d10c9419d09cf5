"""Tests of opening the player."""

from collections.abc import Callable
from threading import Event

from textual.message import Message

from tui_player.errors import PlaybackError
from tui_player.playback import Player, SilentPlayer
from tui_player.services.messages import PlayerMissing, PlayerReady
from tui_player.services.player_loader import PlayerLoader


class Bench:
    """A loader with its messages and an opener that may fail."""

    def __init__(self, player: Callable[[], Player]) -> None:
        self.posted: list[Message] = []
        self.tries = 0
        self._player = player
        self._done = Event()
        self.loader = PlayerLoader(self._open, self._post)

    def _open(self) -> Player:
        self.tries += 1
        return self._player()

    def _post(self, message: Message) -> None:
        self.posted.append(message)
        self._done.set()

    def open_and_wait(self) -> Message:
        self._done.clear()
        self.loader.open()
        assert self._done.wait(5)
        return self.posted[-1]


def no_player() -> Player:
    raise PlaybackError("there is no libVLC")


def test_an_opened_player_is_posted_once() -> None:
    bench = Bench(lambda: SilentPlayer({}))
    message = bench.open_and_wait()
    bench.loader.open()
    assert isinstance(message, PlayerReady)
    assert bench.tries == len(bench.posted) == 1


def test_an_unexpected_error_while_opening_is_posted() -> None:
    def broken() -> Player:
        raise NameError("no function 'libvlc_new'")

    message = Bench(broken).open_and_wait()
    assert isinstance(message, PlayerMissing)
    assert "see the log" in message.reason


def test_opening_is_tried_again_after_a_reported_failure() -> None:
    bench = Bench(no_player)
    message = bench.open_and_wait()
    assert isinstance(message, PlayerMissing)
    assert message.reason == "there is no libVLC"
    bench.loader.open()
    assert bench.tries == 1
    bench.loader.allow_retry()
    bench.open_and_wait()
    assert bench.tries == 2
