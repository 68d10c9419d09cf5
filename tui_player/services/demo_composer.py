"""Composes the demo pieces in worker processes, and hears each one there as soon as it is finished.

Workers import this module, so it imports nothing slow and no screen.
"""

import os
import shutil
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui_player.errors import AudioError, LibraryError
from tui_player.library.song import Analysis

if TYPE_CHECKING:
    from tui_player.library.workers.worker_processes import WorkerProcesses

MOST_WORKERS: Final = 2
"""Worker processes at most. Each one needs about 300 MB."""


@dataclass(frozen=True, slots=True)
class HeardPiece:
    """A finished piece."""

    path: Path
    analysis: Analysis | None
    """What the present network heard; None if it could not hear the piece."""


def compose_and_hear(folder: Path, number: int) -> HeardPiece:
    """Write a piece below `folder` and hear it; `number` counts from 0 in the programme's order.

    Workers call this. Raises `AudioError` if the piece can't be written.
    """
    from tui_player.demo.files import render_piece
    from tui_player.demo.pieces import PIECES

    return heard(render_piece(folder, PIECES[number]))


def heard(path: Path) -> HeardPiece:
    """Hear a piece."""
    from tui_player.library.scan.analysis import analyse_file

    try:
        return HeardPiece(path, analyse_file(str(path)))
    except (AudioError, ImportError):  # the library's own analysis tries again and says why
        return HeardPiece(path, None)


class DemoComposer:
    """Composes pieces in the programme's order. No two threads may use it at once."""

    def __init__(self, folder: Path) -> None:
        """`folder` is where the pieces are written."""
        self.folder = Path(os.path.abspath(folder))  # noqa: PTH100 - as a walk names its files
        self._is_folder_new = False
        self._workers: WorkerProcesses | None = None
        self._begun = 0
        """Number of pieces begun."""
        self._awaited: list[Future[HeardPiece]] = []
        """The pieces begun that `finished` has not returned."""

    def begin(self, count: int) -> None:
        """Begin the first `count` pieces, except those already begun. Return at once."""
        from tui_player.library.workers.worker_processes import WorkerProcesses

        if self._workers is None:
            self._is_folder_new = not self.folder.exists()
            self._workers = WorkerProcesses(min(MOST_WORKERS, os.cpu_count() or 1))
        for number in range(self._begun, count):
            self._awaited.append(self._workers.submit(compose_and_hear, self.folder, number))
        self._begun = max(self._begun, count)

    def call_when_finished(self, call: Callable[[], None]) -> None:
        """Call `call` in some thread for each piece begun, at once for those finished."""
        for piece in self._awaited:
            piece.add_done_callback(lambda _: call())

    def finished(self) -> list[HeardPiece]:
        """The pieces finished since the last call.

        Raises `AudioError` if one can't be written, and `LibraryError` if a worker process can't be
        started or died.
        """
        from tui_player.library.workers.worker_processes import WorkerDiedError

        finished = [piece for piece in self._awaited if piece.done()]
        self._awaited = [piece for piece in self._awaited if piece not in finished]
        try:
            return [piece.result() for piece in finished]
        except WorkerDiedError as error:
            raise LibraryError(str(error)) from error

    @property
    def is_idle(self) -> bool:
        """Whether `finished` has returned all pieces begun."""
        return not self._awaited

    def stop(self) -> None:
        """Stop composing, and keep the pieces that are finished."""
        self._begun, self._awaited, self._is_folder_new = 0, [], False
        if self._workers is not None:
            self._workers.kill()
            self._workers = None

    def discard(self) -> None:
        """Stop composing, and delete the folder if it was made for these pieces."""
        is_folder_new = self._is_folder_new
        self.stop()
        if is_folder_new:
            shutil.rmtree(self.folder, ignore_errors=True)
