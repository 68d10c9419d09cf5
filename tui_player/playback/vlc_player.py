"""The real player: calls libVLC from one worker thread."""

import atexit
import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from typing import Final

from tui_player.library.song import DurationMs
from tui_player.playback.libvlc import Engine, EngineEvent
from tui_player.playback.protocol import (
    PlaybackCallback,
    PlaybackEvent,
    PlaybackEventKind,
    PlaybackState,
)
from tui_player.playback.screening import refusal_reason, size_of
from tui_player.playback.timeline import Timeline
from tui_player.playback.watchdog import Watchdog

WATCH_INTERVAL_S: Final = 0.25
CLOSE_PATIENCE_S: Final = 0.8
"""Longest wait in `close`, seconds. libVLC can hang on a dead network folder."""
MAX_VOLUME_PERCENT: Final = 130
WHOLE_SHARE: Final = 0.9
"""A file that ends before this part of its length may have been cut off while it played. The size
is checked too, because lengths are estimates in some formats."""
NO_SOUND: Final = "no sound could be read from the file"
CUT_OFF: Final = "the file broke off while it played"
NO_DEVICE: Final = "the sound device does not take the sound"

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Track:
    """State of the file that libVLC has; only the worker thread uses it."""

    ticket: int
    path: str
    gain_db: float
    start_ms: DurationMs
    size_bytes: int = 0
    """Size of the file when it was given to libVLC."""
    run: int = 0
    playing: bool = False
    """libVLC has started, and accepts pauses and seeks."""
    started: bool = False
    silenced: bool = False
    """Stopped because the device was lost; a resume starts the file again."""
    watchdog: Watchdog | None = None


class VlcPlayer:
    """A `Player` that uses libVLC 3.

    The caller's methods set the wanted state (ticket, state, timeline) under a lock and return at
    once. The worker thread carries out their jobs in order. libVLC's callbacks only add jobs to the
    same queue. An event can arrive after `play` or `stop` was called, so callbacks compare tickets.
    """

    def __init__(self, audio_output: str = "", *, vlc_options: Sequence[str] = ()) -> None:
        """Open libVLC. An empty `audio_output` lets it choose the module.

        Raises `PlaybackError` if libVLC is missing or does not accept the arguments.
        """
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._engine = Engine(self._on_engine_event, audio_output, vlc_options)
        self._lock = threading.Lock()
        self._callbacks: list[PlaybackCallback] = []
        self._last_ticket = 0
        self._ticket = 0
        """Ticket of the wanted file; 0 if none is wanted."""
        self._state = PlaybackState.STOPPED
        self._timeline = Timeline()
        self._pending_jumps = 0
        self._closed = False
        self._track: _Track | None = None
        self._thread = threading.Thread(target=self._run, name="playback", daemon=True)
        self._thread.start()
        # A libVLC callback after the interpreter's end would crash.
        atexit.register(self.close)

    # The caller's methods never wait.

    def subscribe(self, callback: PlaybackCallback) -> None:
        """See `Player.subscribe`."""
        with self._lock:
            self._callbacks.append(callback)

    def play(self, path: str, *, gain_db: float = 0.0, start_ms: DurationMs = DurationMs(0)) -> int:
        """See `Player.play`. `gain_db` is clamped to -32..8."""
        with self._lock:
            self._last_ticket += 1
            self._ticket = self._last_ticket
            self._state = PlaybackState.PLAYING
            start_ms = max(start_ms, DurationMs(0))
            self._timeline.start(start_ms)
            track = _Track(self._ticket, path, gain_db, start_ms)
            self._work.put(partial(self._start, track))
            return self._ticket

    def pause(self) -> None:
        """See `Player.pause`."""
        with self._lock:
            if self._state is PlaybackState.PLAYING:
                self._state = PlaybackState.PAUSED
                self._timeline.hold()
                self._work.put(self._apply_pause)

    def resume(self) -> None:
        """See `Player.resume`. After a lost device it opens the device again."""
        with self._lock:
            if self._state is PlaybackState.PAUSED:
                self._state = PlaybackState.PLAYING
                self._work.put(self._apply_pause)

    def stop(self) -> None:
        """See `Player.stop`."""
        with self._lock:
            self._ticket = 0
            self._state = PlaybackState.STOPPED
            self._timeline.start(DurationMs(0))
            self._work.put(self._halt)

    def seek(self, position_ms: DurationMs) -> None:
        """See `Player.seek`."""
        with self._lock:
            if self._state is not PlaybackState.STOPPED:
                self._timeline.jump(position_ms)
                self._pending_jumps += 1
                self._work.put(self._apply_jump)

    def set_volume(self, percent: int) -> None:
        """See `Player.set_volume`."""
        with self._lock:
            percent = max(0, min(percent, MAX_VOLUME_PERCENT))
            self._work.put(partial(self._engine.set_volume, percent))

    def set_mute(self, muted: bool) -> None:
        """See `Player.set_mute`."""
        with self._lock:
            self._work.put(partial(self._engine.set_mute, muted))

    @property
    def state(self) -> PlaybackState:
        """See `Player.state`. This is the wanted state until an event changes it."""
        return self._state

    @property
    def position_ms(self) -> DurationMs:
        """See `Player.position_ms`."""
        with self._lock:
            return self._timeline.position_ms

    @property
    def duration_ms(self) -> DurationMs | None:
        """See `Player.duration_ms`."""
        with self._lock:
            return self._timeline.length_ms

    def close(self) -> None:
        """Stop and free all resources; may be called more than once."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        self.stop()
        self._work.put(None)
        if threading.current_thread() is not self._thread:
            self._thread.join(CLOSE_PATIENCE_S)
        atexit.unregister(self.close)

    # Only the worker thread calls libVLC.

    def _run(self) -> None:
        """Run the jobs in the queue, and the watchdog between them."""
        while True:
            try:
                job = self._work.get(timeout=WATCH_INTERVAL_S if self._watched() else None)
            except Empty:
                job = self._watch
            if job is None:
                self._engine.close()
                return
            try:
                job()
            except Exception:  # noqa: BLE001 - a failing callback must not stop the sound
                _log.exception("playback")

    def _start(self, track: _Track) -> None:
        if track.ticket != self._ticket:
            return
        self._halt()
        reason = refusal_reason(track.path)
        if reason is not None:
            self._finish(track, PlaybackEventKind.FAILED, reason)
            return
        self._track = track
        track.size_bytes = size_of(track.path)
        self._launch(track)

    def _launch(self, track: _Track) -> None:
        """Start the file in libVLC at `track.start_ms`."""
        track.playing = track.silenced = False
        track.run = self._engine.start(track.path, track.gain_db, track.start_ms)

    def _halt(self) -> None:
        self._track = None
        self._engine.stop()

    def _apply_pause(self) -> None:
        track = self._track
        if track is None or track.ticket != self._ticket:
            return
        paused = self._state is PlaybackState.PAUSED
        if track.silenced and not paused:
            track.start_ms = self.position_ms
            self._launch(track)
        elif track.playing:
            self._engine.set_paused(paused)
            track.watchdog = Watchdog(time.monotonic())
            if not paused:
                with self._lock:
                    self._timeline.run()

    def _apply_jump(self) -> None:
        """Seek; of several quick jumps only the last one is carried out."""
        with self._lock:
            self._pending_jumps -= 1
            position_ms = self._timeline.position_ms
        track = self._track
        if self._pending_jumps == 0 and track is not None and track.playing:
            self._engine.set_time(position_ms)

    def _on_engine_event(self, run: int, event: EngineEvent, milliseconds: int) -> None:
        """Queue an event. libVLC calls this, so it must not call libVLC."""
        self._work.put(partial(self._take, run, event, DurationMs(milliseconds)))

    def _take(self, run: int, event: EngineEvent, milliseconds: DurationMs) -> None:
        track = self._track
        if track is None or run != track.run or track.silenced or track.ticket != self._ticket:
            return
        match event:
            case EngineEvent.PLAYING:
                self._begin(track)
            case EngineEvent.TIME:
                self._follow(track, milliseconds)
            case EngineEvent.LENGTH if milliseconds > 0:
                with self._lock:
                    self._timeline.length_ms = milliseconds
            case EngineEvent.END:
                self._end(track)
            case EngineEvent.ERROR:
                self._finish(track, PlaybackEventKind.FAILED, NO_SOUND)

    def _begin(self, track: _Track) -> None:
        """Carry out the volume, seek and pause that were wanted before libVLC had started."""
        if track.playing:
            return
        track.playing = True
        self._engine.apply_volume()
        position_ms = self.position_ms
        if position_ms != track.start_ms:
            self._engine.set_time(position_ms)
        self._apply_pause()

    def _follow(self, track: _Track, position_ms: DurationMs) -> None:
        """Take a position that libVLC reports."""
        if self._pending_jumps == 0:
            with self._lock:
                self._timeline.report(position_ms)
        self._note_started(track)
        # Positions come so often that the queue may never be empty long enough for the watchdog.
        self._watch()

    def _note_started(self, track: _Track) -> None:
        if not track.started:
            track.started = True
            self._notify(PlaybackEvent(PlaybackEventKind.STARTED, track.ticket))

    def _end(self, track: _Track) -> None:
        """Decide whether the file ended or failed: libVLC also "ends" a damaged file, at once."""
        started_past_end = 0 < (self.duration_ms or 0) <= track.start_ms
        if self._engine.stop().decoded > 0 or started_past_end:
            self._note_started(track)
        if not track.started:
            self._finish(track, PlaybackEventKind.FAILED, NO_SOUND)
        elif self._was_cut_off(track):
            self._finish(track, PlaybackEventKind.FAILED, CUT_OFF)
        else:
            self._finish(track, PlaybackEventKind.ENDED)

    def _was_cut_off(self, track: _Track) -> bool:
        """Whether the file was cut off while it played, for example because a drive was removed."""
        is_early = self.position_ms < WHOLE_SHARE * (self.duration_ms or 0)
        return is_early and size_of(track.path) < track.size_bytes

    def _finish(self, track: _Track, kind: PlaybackEventKind, reason: str = "") -> None:
        """Stop the file and send its last event."""
        with self._lock:
            if track.ticket != self._ticket:
                return
            self._state = PlaybackState.STOPPED
            ended_ms = self._timeline.length_ms if kind is PlaybackEventKind.ENDED else None
            self._timeline.start(ended_ms or DurationMs(0))
            self._timeline.length_ms = ended_ms
        self._halt()
        self._notify(PlaybackEvent(kind, track.ticket, reason))

    def _watched(self) -> bool:
        track = self._track
        return self._state is PlaybackState.PLAYING and track is not None and track.playing

    def _watch(self) -> None:
        """Pause at the position where the sound device was lost."""
        track = self._track
        if track is None or track.watchdog is None or not self._watched():
            return
        failing_s = track.watchdog.failing_for(self._engine.counters(), time.monotonic())
        if not failing_s:
            return
        with self._lock:
            if track.ticket != self._ticket or self._state is not PlaybackState.PLAYING:
                return
            self._state = PlaybackState.PAUSED
            self._timeline.hold()
            lost_ms = self._timeline.position_ms - int(failing_s * 1000)
            self._timeline.jump(DurationMs(lost_ms))
        # Stopping releases the lost device; the next resume opens the current one.
        track.silenced = True
        track.playing = False
        self._engine.stop()
        self._notify(PlaybackEvent(PlaybackEventKind.DEVICE_LOST, track.ticket, NO_DEVICE))

    def _notify(self, event: PlaybackEvent) -> None:
        """Send an event. No lock is held, so a callback may call the player."""
        if event.ticket != self._ticket:
            return
        for callback in list(self._callbacks):
            callback(event)
