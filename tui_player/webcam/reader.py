"""Reads expressions from a frame source in a thread."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Final

from tui_player.errors import VisionError
from tui_player.expression.reading import NoReading, Reading
from tui_player.webcam.sources import FrameSource, open_source

if TYPE_CHECKING:
    from tui_player.models.emotion import ExpressionReader

MIN_READINGS_PER_SECOND: Final = 0.1
"""Lower limit for the setting `readings_per_second`."""
FIRST_PAUSE_S: Final = 0.5
LONGEST_PAUSE_S: Final = 5.0
"""Pauses between two attempts to open a source double from the first to this, seconds."""
MAX_MISSED_FRAMES: Final = 3
"""A source is opened again after this number of reads in a row without a frame."""
STOP_PATIENCE_S: Final = 0.5
"""Longest wait for the thread to end, seconds; a camera can hang."""

log = logging.getLogger(__name__)


class WebcamReader:
    """Reads the listener's face in a thread, from `start` to `stop`.

    `on_reading` is called on that thread. A failure, such as a missing, busy or unplugged camera,
    gives a reading with the reason `NO_CAMERA`; then the source is opened again.
    """

    def __init__(
        self,
        spec: str,
        on_reading: Callable[[Reading], None],
        readings_per_second: float,
        *,
        min_confidence: float = 0.0,
        opener: Callable[[str], FrameSource] = open_source,
    ) -> None:
        period_s = 1 / max(readings_per_second, MIN_READINGS_PER_SECOND)
        self._new_thread = partial(
            _ReaderThread, partial(opener, spec), on_reading, period_s, min_confidence
        )
        self._thread: _ReaderThread | None = None

    def start(self) -> None:
        """Start reading; does nothing if it has started already."""
        if self._thread is None:
            self._thread = self._new_thread()
            self._thread.start()

    def stop(self) -> None:
        """Stop reading and close the source; takes at most 0.5 s, even if the camera hangs."""
        if self._thread is not None:
            self._thread.stopped.set()
            self._thread.join(STOP_PATIENCE_S)
            self._thread = None


class _ReaderThread(threading.Thread):
    """Thread between one `start` and `stop`. It is a daemon: a hung camera can't block the exit."""

    def __init__(
        self,
        opener: Callable[[], FrameSource],
        on_reading: Callable[[Reading], None],
        period_s: float,
        min_confidence: float,
    ) -> None:
        super().__init__(name="webcam", daemon=True)
        self.stopped = threading.Event()
        self._opener = opener
        self._on_reading = on_reading
        self._period_s = period_s
        self._min_confidence = min_confidence
        self._pause_s = FIRST_PAUSE_S
        self._last_error: str | None = None
        self._reader: ExpressionReader | None = None

    def run(self) -> None:
        """Read until stopped; opens the source again whenever it is lost."""
        while not self.stopped.is_set():
            try:
                expressions = self._expressions()  # before the camera's light goes on
                if self.stopped.is_set():  # loading takes seconds
                    return
                with closing(self._opener()) as source:
                    self._read_from(source, expressions)
            except VisionError as error:
                if self._is_new(error):
                    log.warning("%s", error)
            except Exception as error:
                # Whatever a camera's driver does, the music must go on.
                if self._is_new(error):
                    log.exception("reading the camera failed")
            self._report(Reading(None, NoReading.NO_CAMERA))
            self.stopped.wait(self._pause_s)
            self._pause_s = min(2 * self._pause_s, LONGEST_PAUSE_S)

    def _is_new(self, error: Exception) -> bool:
        """Whether this error differs from the last one, so that retries do not fill the log."""
        before, self._last_error = self._last_error, str(error)
        return self._last_error != before

    def _read_from(self, source: FrameSource, expressions: "ExpressionReader") -> None:
        """Read from `source` until it is lost or the thread is stopped."""
        misses = 0
        while misses < MAX_MISSED_FRAMES and not self.stopped.is_set():
            start = time.monotonic()
            frame = source.read()
            if frame is None:
                misses += 1
            else:
                misses = 0
                self._report(expressions.read(frame))
                self._pause_s, self._last_error = FIRST_PAUSE_S, None
            self.stopped.wait(max(0.0, self._period_s - (time.monotonic() - start)))

    def _expressions(self) -> "ExpressionReader":
        """Load the networks once, on this thread, so that nothing else waits for them."""
        if self._reader is None:
            from tui_player.models.emotion import ExpressionReader

            self._reader = ExpressionReader(min_confidence=self._min_confidence, thorough=False)
        return self._reader

    def _report(self, reading: Reading) -> None:
        if not self.stopped.is_set():
            self._on_reading(reading)
