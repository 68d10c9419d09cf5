"""A wrapper around one media player of libVLC 3, with workarounds for libVLC's peculiarities.

`vlc` (python-vlc) is imported when an `Engine` is created.
"""

import ctypes
import os
from collections.abc import Callable, Sequence
from enum import Enum, auto
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from tui_player.errors import PlaybackError
from tui_player.library.song import DurationMs
from tui_player.playback.watchdog import Counters

INSTALL_HINT: Final = "apt-get install --no-install-recommends libvlc5 vlc-plugin-base"
OPTIONS: Final = (
    "--quiet",
    "--no-video",
    "--no-spu",
    "--no-xlib",
    "--no-interact",
    "--no-lua",
    "--no-auto-preparse",
    "--no-metadata-network-access",
    "--no-sub-autodetect-file",
    "--no-mkv-preload-local-dir",
    "--no-disable-screensaver",
)
"""Options for sound only: no video, no network, no scripts, no files next to the song."""
UNITY_PREAMP_DB: Final = 12.0
"""Preamp of libVLC's flat equaliser that keeps the loudness unchanged (measured)."""
PREAMP_LIMITS_DB: Final = (-20.0, 20.0)
LOG_ERROR: Final = 4
SOUND_OUTPUT: Final = b"audio output"
"""libVLC's name for the object that logs errors of the audio output."""


class EngineEvent(Enum):
    """Events that libVLC reports about the current file."""

    PLAYING = auto()
    TIME = auto()
    LENGTH = auto()
    END = auto()
    ERROR = auto()


EngineCallback = Callable[[int, EngineEvent, int], None]
"""Gets the run, the event, and its milliseconds (0 if it has none). libVLC calls it on its own
threads. It must return at once and must not call libVLC, or libVLC deadlocks."""


class Engine:
    """Plays one file at a time. Call all methods from one thread; they may wait for the disk."""

    def __init__(self, callback: EngineCallback, audio_output: str, options: Sequence[str]) -> None:
        """Load libVLC; raises `PlaybackError` with advice."""
        self._vlc = import_vlc()
        output_option = [f"--aout={audio_output}"] if audio_output else []
        self._instance: Any = self._vlc.Instance([*OPTIONS, *output_option, *options])
        if self._instance is None:
            raise PlaybackError("libVLC does not start: an option is unknown to this version of it")
        self._check_output(audio_output)
        self._callback = callback
        self._player: Any = self._instance.media_player_new()
        self._media: Any = None
        self._stats = self._vlc.MediaStats()
        self._output_errors = 0
        self._volume_percent = 100
        self._muted = False
        self.run = 0
        """Number of starts so far. Events of an earlier run are late and ignored."""
        self._attach()

    def start(self, path: str, gain_db: float, start_ms: DurationMs) -> int:
        """Play `path` from `start_ms`; returns the run."""
        self.stop()
        self.run += 1
        self._output_errors = 0
        self._stats = self._vlc.MediaStats()
        # libVLC makes a percent-encoded file: URI of it, so no part is an option or an address.
        self._media = self._instance.media_new_path(os.fsencode(Path(path).absolute()))
        if start_ms > 0:
            self._media.add_option(f":start-time={start_ms / 1000:.3f}")
        self._player.set_media(self._media)
        self._set_gain(gain_db)
        self.apply_volume()
        self._player.play()
        return self.run

    def stop(self) -> Counters:
        """Stop and release the sound device; returns the file's last counters."""
        # This is also needed after the end of a file: otherwise libVLC ignores the next start.
        self._player.stop()
        counters = self.counters()
        if self._media is not None:
            self._media.release()
            self._media = None
        return counters

    def set_paused(self, paused: bool) -> None:
        """Pause or resume. Call it only after the file plays; an earlier call would end it."""
        self._player.set_pause(1 if paused else 0)

    def set_time(self, position_ms: DurationMs) -> None:
        """Seek to `position_ms`."""
        self._player.set_time(position_ms)

    def set_volume(self, percent: int) -> None:
        """Set the volume in percent of the file's loudness."""
        self._volume_percent = percent
        self.apply_volume()

    def set_mute(self, muted: bool) -> None:
        """Turn mute on or off."""
        self._muted = muted
        self.apply_volume()

    def apply_volume(self) -> None:
        """Set volume and mute again; some devices take them only while playing."""
        if self._media is not None:
            self._player.audio_set_volume(self._volume_percent)
            self._player.audio_set_mute(self._muted)

    def counters(self) -> Counters:
        """Current counters; libVLC updates them several times a second."""
        if self._media is not None:
            self._media.get_stats(ctypes.byref(self._stats))
        return Counters(
            decoded=self._stats.decoded_audio,
            played=self._stats.played_abuffers,
            lost=self._stats.lost_abuffers,
            errors=self._output_errors,
        )

    def close(self) -> None:
        """Free all resources. No method may be called afterwards."""
        self.stop()
        self._instance.log_unset()
        self._player.release()
        self._instance.release()

    def _set_gain(self, gain_db: float) -> None:
        """Set the ReplayGain by the equaliser's preamp; the volume belongs to the listener."""
        if gain_db == 0.0:
            self._player.set_equalizer(None)
            return
        low, high = PREAMP_LIMITS_DB
        equalizer = self._vlc.AudioEqualizer()
        equalizer.set_preamp(min(max(UNITY_PREAMP_DB + gain_db, low), high))
        self._player.set_equalizer(equalizer)
        equalizer.release()

    def _check_output(self, audio_output: str) -> None:
        """Raise `PlaybackError` if libVLC has no such output module, or no modules at all."""
        names = []
        first = entry = self._vlc.libvlc_audio_output_list_get(self._instance)
        while entry:
            names.append(entry.contents.name.decode("ascii", "replace"))
            entry = entry.contents.next
        self._vlc.libvlc_audio_output_list_release(first)
        if not names:
            raise PlaybackError(f"libVLC's plug-ins are missing; install them: {INSTALL_HINT}")
        if audio_output and audio_output not in names:
            raise PlaybackError(
                f"libVLC has no audio output {audio_output!r}; it has {', '.join(names)}"
            )

    def _attach(self) -> None:
        """Register the callbacks."""
        types = self._vlc.EventType
        manager = self._player.event_manager()

        def forward(kind: EngineEvent, milliseconds: Callable[[Any], int]) -> Callable[..., None]:
            return lambda event: self._callback(self.run, kind, milliseconds(event))

        manager.event_attach(types.MediaPlayerPlaying, forward(EngineEvent.PLAYING, lambda _: 0))
        manager.event_attach(types.MediaPlayerEndReached, forward(EngineEvent.END, lambda _: 0))
        manager.event_attach(
            types.MediaPlayerEncounteredError, forward(EngineEvent.ERROR, lambda _: 0)
        )
        manager.event_attach(
            types.MediaPlayerTimeChanged,
            forward(EngineEvent.TIME, lambda event: int(event.u.new_time)),
        )
        manager.event_attach(
            types.MediaPlayerLengthChanged,
            forward(EngineEvent.LENGTH, lambda event: int(event.u.new_length)),
        )
        # The reference keeps ctypes from freeing the callback. It also keeps libVLC from printing.
        self._log_callback = self._vlc.CallbackDecorators.LogCb(self._count_error)
        self._instance.log_set(self._log_callback, None)

    def _count_error(self, _data: Any, level: int, context: Any, _format: Any, _args: Any) -> None:
        """Count errors of the audio output. libVLC calls this on its threads for each log line."""
        if level < LOG_ERROR:
            return
        name, header, number = ctypes.c_char_p(), ctypes.c_char_p(), ctypes.c_uint()
        self._vlc.dll.libvlc_log_get_object(
            ctypes.cast(context, ctypes.c_void_p),
            ctypes.byref(name),
            ctypes.byref(header),
            ctypes.byref(number),
        )
        if name.value == SOUND_OUTPUT:
            self._output_errors += 1


def import_vlc() -> ModuleType:
    """Import python-vlc; raises `PlaybackError` if libVLC is missing."""
    missing = f"libVLC is missing; install it: {INSTALL_HINT}"
    try:
        import vlc
    except (ImportError, OSError, NotImplementedError, AttributeError, NameError) as error:
        raise PlaybackError(missing) from error
    # If python-vlc finds no library, it silently loads the running program instead.
    if not hasattr(vlc.dll, "libvlc_new"):
        raise PlaybackError(missing)
    module: ModuleType = vlc
    return module
