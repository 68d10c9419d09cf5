"""Commands of the command palette: all key actions, all playlists, and actions without a key."""

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Final

from textual.app import SystemCommand

from tui_player.mood.correction import in_words
from tui_player.session.session import Session
from tui_player.ui.keys import KEYS
from tui_player.ui.library_state import LibraryState
from tui_player.ui.widgets.cells import shown

NO_MARKUP: Final = str.maketrans("[]", "()")


def commands_with_key(act: Callable[[str], Awaitable[object]]) -> Iterable[SystemCommand]:
    """All actions that have a key; `act` runs an action by its name."""
    for key in KEYS:
        run = partial(act, key.action)
        yield SystemCommand(key.help, f"key: {key.shown or key.keys}", run)


def commands_without_key(
    session: Session, library_state: LibraryState, show_notice: Callable[[str], None]
) -> Iterable[SystemCommand]:
    """All actions that have no key; `show_notice` shows their results to the listener."""

    def take_back() -> None:
        taken = session.take_back_correction()
        show_notice("the correction is taken back" if taken else "there is none to take back")

    def forget() -> None:
        session.forget_corrections()
        show_notice("corrections are forgotten")

    def queue(name: str) -> None:
        songs = library_state.playlist(name)
        session.enqueue_all(songs)
        show_notice(f"queued {len(songs)} songs")

    correction = session.view.correction
    yield SystemCommand(
        "Take back the last correction",
        correction.last_in_words or "there is none to take back",
        take_back,
    )
    yield SystemCommand(
        "Forget what corrections taught",
        in_words(correction.biases) or "your face is read as the network reads it",
        forget,
    )
    for name, songs in library_state.playlists.items():
        # The palette reads names as markup while it lists all, and as text while one types.
        plain = shown(name).translate(NO_MARKUP)
        run = partial(queue, name)
        yield SystemCommand(f"Queue the playlist {plain}", f"{len(songs)} songs", run)
