"""The thread that looks at the listener."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Final

from tui_player.config import MoodSettings
from tui_player.errors import VisionError
from tui_player.expression.reading import NoReading, Reading
from tui_player.webcam.sources import FrameSource, open_source

if TYPE_CHECKING:
    from tui_player.models.emotion import ExpressionReader

DEFAULTS: Final = MoodSettings()
SLOWEST: Final = 0.1
"""Readings per second, whatever the settings say."""
FIRST_PAUSE_S: Final = 0.5
LONGEST_PAUSE_S: Final = 5.0
"""Between two attempts to open a source; doubled from the first on."""
MISSES: Final = 3
"""So many looks without a frame, and the source is opened anew."""
STOP_PATIENCE_S: Final = 0.5
"""A camera that hangs is left to itself after this."""

log = logging.getLogger(__name__)


class WebcamReader:
    """Reads the listener's face beside the interface, from `start` to `stop`.

    `on_reading` is called on the reader's thread. Whatever goes wrong there, a camera that is
    missing, busy or pulled out, becomes a reading with the reason `NO_CAMERA`, and is tried again.
    """

    def __init__(
        self,
        spec: str,
        on_reading: Callable[[Reading], None],
        readings_per_second: float = DEFAULTS.readings_per_second,
        *,
        min_confidence: float = DEFAULTS.min_confidence,
        opener: Callable[[str], FrameSource] = open_source,
    ) -> None:
        period_s = 1 / max(readings_per_second, SLOWEST)
        self._new_watch = partial(
            _Watch, partial(opener, spec), on_reading, period_s, min_confidence
        )
        self._watch: _Watch | None = None

    def start(self) -> None:
        """Begin to look; nothing happens if it looks already."""
        if self._watch is None:
            self._watch = self._new_watch()
            self._watch.start()

    def stop(self) -> None:
        """Stop looking and let go of the source; returns at once, even if the camera hangs."""
        if self._watch is not None:
            self._watch.stopped.set()
            self._watch.join(STOP_PATIENCE_S)
            self._watch = None


class _Watch(threading.Thread):
    """One stretch of looking. A daemon: a camera that hangs can't keep the player from leaving."""

    def __init__(
        self,
        open_again: Callable[[], FrameSource],
        on_reading: Callable[[Reading], None],
        period_s: float,
        min_confidence: float,
    ) -> None:
        super().__init__(name="webcam", daemon=True)
        self.stopped = threading.Event()
        self._open_again = open_again
        self._on_reading = on_reading
        self._period_s = period_s
        self._min_confidence = min_confidence
        self._pause_s = FIRST_PAUSE_S
        self._wrong: str | None = None
        """What went wrong last."""
        self._reader: ExpressionReader | None = None

    def run(self) -> None:
        """Look until stopped, through one opened source after another."""
        while not self.stopped.is_set():
            try:
                expressions = self._expressions()  # first: no camera is switched on in vain
                if self.stopped.is_set():  # in the seconds that this took
                    return
                with closing(self._open_again()) as source:
                    self._look_through(source, expressions)
            except VisionError as error:
                if self._is_news(error):
                    log.warning("%s", error)
            except Exception as error:
                # The last boundary: the music goes on, whatever a camera's driver does.
                if self._is_news(error):
                    log.exception("looking at the listener failed")
            self._report(Reading(None, NoReading.NO_CAMERA))
            self.stopped.wait(self._pause_s)
            self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S)

    def _is_news(self, error: Exception) -> bool:
        """Not so where the same went wrong the last time, too: it is tried again for hours."""
        before, self._wrong = self._wrong, str(error)
        return self._wrong != before

    def _look_through(self, source: FrameSource, expressions: "ExpressionReader") -> None:
        """Read from `source` until it is lost or the watch is stopped."""
        misses = 0
        while misses < MISSES and not self.stopped.is_set():
            start = time.monotonic()
            frame = source.read()
            if frame is None:
                misses += 1
            else:
                misses = 0
                self._report(expressions.read(frame))
                self._pause_s, self._wrong = FIRST_PAUSE_S, None
            self.stopped.wait(max(0.0, self._period_s - (time.monotonic() - start)))

    def _expressions(self) -> "ExpressionReader":
        """The networks, loaded here so that nothing waits for them."""
        if self._reader is None:
            from tui_player.models.emotion import ExpressionReader

            self._reader = ExpressionReader(min_confidence=self._min_confidence, thorough=False)
        return self._reader

    def _report(self, reading: Reading) -> None:
        if not self.stopped.is_set():
            self._on_reading(reading)
