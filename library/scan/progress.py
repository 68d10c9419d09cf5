"""Progress of a scan, reported at a limited rate."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

REPORT_EVERY_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class ScanProgress:
    """The progress of a scan."""

    phase: str
    """"finding" files, reading "tags", "analysis", or "composing" the demo."""
    done: int
    """Finished files of this phase."""
    total: int
    """All files of this phase; equal to `done` while files are still being found."""
    per_second: float
    """0 if unknown."""
    seconds_left: float | None
    """Estimated time left of this phase; None if unknown."""
    failures: int
    """Failed files of all phases so far."""


class Meter:
    """Counts the files of one phase and reports progress."""

    def __init__(
        self, phase: str, total: int | None, on_progress: Callable[[ScanProgress], None]
    ) -> None:
        self._phase = phase
        self._total = total
        self._on_progress = on_progress
        self._done = 0
        self._started_at = self._reported_at = time.monotonic()
        self._first: tuple[int, float] | None = None
        """Files and time at the first step; the time before was mostly the start of workers."""

    def advance(self, files: int, failures: int) -> None:
        """Add `files` finished files; `failures` is the number of failures so far."""
        self._done += files
        now = time.monotonic()
        if self._first is None:
            self._first = self._done, now
        if now - self._reported_at >= REPORT_EVERY_S:
            self.report(failures)

    def report(self, failures: int) -> None:
        """Report now, at the start and end of a phase."""
        self._reported_at = time.monotonic()
        rate = self._done / max(self._reported_at - self._started_at, 1e-6)
        total = self._done if self._total is None else self._total
        self._on_progress(
            ScanProgress(self._phase, self._done, total, rate, self._seconds_left(), failures)
        )

    def _seconds_left(self) -> float | None:
        if self._total is None:
            return None
        if self._done >= self._total:
            return 0.0
        if self._first is None or self._done == self._first[0]:
            return None
        files, since = self._done - self._first[0], self._reported_at - self._first[1]
        return (self._total - self._done) * since / files
