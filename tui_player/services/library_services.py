"""The library's three services and the connections between them."""

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
    """Opens, connects and closes the three services. They share one store."""

    def __init__(self, paths: Paths, post: Callable[[Message], None]) -> None:
        """`post` must be callable from any thread."""
        self.ranking = RankingService(post)
        self.scanning = ScanningService(paths.demo_music, post, self.ranking.forget_catalog)
        self.writing = WritingService(
            paths,
            post,
            on_opened=self._use,
            on_recorded=self.ranking.learn,
            on_unstored=self.ranking.cool_down_unstored,
        )

    def open(self) -> None:
        """Read the store. `LibraryOpened` or `LibraryFailed` follows."""
        self.writing.open()
        self.ranking.prepare()  # while the disk is read

    def _use(self, store: "Store") -> None:
        events = store.events()
        self.scanning.use(store)
        self.ranking.use(store, events)  # last, because rankings may begin after it

    def start_background_work(self) -> None:
        """Begin the work that would delay the first queue.

        Call this after that queue is on screen. Later calls do nothing.
        """
        self.ranking.start_background_work()
        self.scanning.start_background_work()

    def close(self) -> None:
        """Cancel scans and rankings, finish recorded writes, and close the store."""
        self.ranking.stop()
        self.scanning.stop()
        self.scanning.finish()
        self.ranking.finish()
        self.writing.close()
