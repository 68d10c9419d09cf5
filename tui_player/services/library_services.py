"""The library's three services from opening to closing, and what they tell each other."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message

from tui_player.paths import Paths
from tui_player.services.ranking import RankingService
from tui_player.services.scanning import ScanningService
from tui_player.services.writing import WritingService

if TYPE_CHECKING:
    from tui_player.library.store.store import Store


class LibraryServices:
    """One store is shared by all three services."""

    def __init__(self, paths: Paths, post: Callable[[Message], None]) -> None:
        """`post` must be callable from any thread."""
        self.ranking = RankingService(post)
        self.scanning = ScanningService(paths.demo_music, post, self.ranking.forget_catalog)
        self.writing = WritingService(
            paths,
            post,
            on_opened=self._use,
            on_recorded=self.ranking.learn,
            on_unkept=self.ranking.rest_unkept,
        )

    def open(self) -> None:
        """The store is read; `LibraryOpened` or `LibraryFailed` follows."""
        self.writing.open()
        self.ranking.prepare()  # while the disk is read

    def _use(self, store: "Store") -> None:
        events = store.events()
        self.scanning.use(store)
        self.ranking.use(store, events)  # the last of it: from here on there may be rankings

    def settle(self) -> None:
        """The services begin what would keep the listener from the first queue.

        The call belongs after that queue is on screen; all later calls do nothing.
        """
        self.ranking.settle()
        self.scanning.settle()

    def close(self) -> None:
        """What was acknowledged is finished, what was not is stopped, and the store is let go."""
        self.ranking.stop()
        self.scanning.stop()
        self.scanning.finish()
        self.ranking.finish()
        self.writing.close()
