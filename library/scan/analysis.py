"""The second phase of a scan: the music network analyses each song in worker processes."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final, TypeAlias

from tui_player.errors import AudioError, LibraryError
from tui_player.library.scan.walk import is_gone
from tui_player.library.song import Analysis, Song, SongId
from tui_player.library.store.store import Store
from tui_player.library.workers.tasks import Tasks
from tui_player.library.workers.worker_processes import WorkerDiedError
from tui_player.models import music
from tui_player.text import one_line

if TYPE_CHECKING:
    from tui_player.library.scan.relink import Relinker

SAVE_EVERY_S: Final = 1.0
"""Longest time between two saves; a kill loses the analyses of this time at most."""
SAVE_AT_MOST: Final = 32
MAX_REASON: Final = 300

Wanted: TypeAlias = Callable[[], Iterable[SongId]]
"""Returns the songs to analyse next, the most wanted first. Called for every song."""


def nothing_wanted() -> Iterable[SongId]:
    """No song is preferred."""
    return ()


@dataclass(frozen=True)
class Analyser:
    """A function that analyses songs, and its version."""

    version: str
    """Version of new analyses."""
    analyse: Callable[[str], Analysis]
    """Path -> analysis; raises AudioError if the file is at fault. Worker processes call it, so it
    must be importable by name."""


def analyse_file(path: str) -> Analysis:
    """Analyse a file with the music network. Raises AudioError."""
    return analysis_of(music.hear_file(path))


def analysis_of(hearing: "music.Hearing") -> Analysis:
    """Convert the network's result to the library's analysis."""
    return Analysis(
        version=hearing.version,
        embedding=hearing.embedding.astype("<f2").tobytes(),
        genres=hearing.genres,
        quadrants=hearing.quadrants,
        valence=hearing.valence,
        arousal=hearing.arousal,
        acoustic_fingerprint=hearing.acoustic_fingerprint,
        deviations=hearing.deviations,
        speech=hearing.speech,
        noise=hearing.noise,
        tempo_bpm=hearing.tempo_bpm,
        key=hearing.key,
    )


MUSIC_NETWORK: Final = Analyser(music.NETWORK_VERSION, analyse_file)


def analysis_or_reason(analyse: Callable[[str], Analysis], song: Song) -> Analysis | str:
    """Analyse a song's file, or return why it failed. Called in worker processes."""
    try:
        return analyse(song.path)
    except AudioError as error:
        return failure_reason(str(error))


def failure_reason(text: str) -> str:
    """`text` on one line of at most `MAX_REASON` characters."""
    return one_line(text)[:MAX_REASON]


def songs_to_analyse(songs: Iterable[Song], analyser: Analyser) -> list[Song]:
    """Present songs that this version has neither analysed nor found broken."""
    return [song for song in songs if not song.missing and _is_due(song, analyser.version)]


def _is_due(song: Song, version: str) -> bool:
    if song.failure is not None:
        return song.failure_version != version and song.size_bytes > 0
    return song.analysis is None or song.analysis.version != version


def spread(songs: Iterable[Song], count: int) -> list[SongId]:
    """At most `count` songs from all over the folders: one from the middle of each equal part."""
    there = sorted((song for song in songs if not song.missing), key=lambda song: song.path)
    count = min(count, len(there))
    return [there[(2 * part + 1) * len(there) // (2 * count)].id for part in range(count)]


def wanted_first(songs: Iterable[Song], wanted: Wanted) -> Iterator[Song]:
    """Yield all songs, one at a time: the most wanted remaining one, else the newest."""
    newest_first = sorted(songs, key=lambda song: song.added_at, reverse=True)
    remaining = {song.id: song for song in newest_first}
    while remaining:
        preferred = next((song_id for song_id in wanted() if song_id in remaining), None)
        yield remaining.pop(next(iter(remaining)) if preferred is None else preferred)


def analyse_songs(
    songs: Iterable[Song],
    tasks: Tasks,
    analyser: Analyser,
    store: Store,
    on_songs: Callable[[list[Song]], None],
) -> Iterator[tuple[Song, str | None]]:
    """Analyse songs and store the analyses. Yields each finished song with its failure or None.

    Raises LibraryError if no song can be analysed or stored.
    """
    saver = _Saver(store, analyser.version, on_songs)
    try:
        for song, outcome in tasks.run(partial(analysis_or_reason, analyser.analyse), songs):
            yield song, saver.take(song, outcome)
    finally:
        saver.save()


@dataclass
class _Saver:
    """Stores analyses, several songs at a time."""

    store: Store
    version: str
    on_songs: Callable[[list[Song]], None]
    _unsaved: dict[SongId, Analysis | str] = field(default_factory=dict)
    _saved_at: float = field(default_factory=time.monotonic)

    @cached_property
    def _relinker(self) -> "Relinker":
        from tui_player.library.scan.relink import Relinker  # imports numpy

        return Relinker(self.store)

    def take(self, song: Song, outcome: Analysis | str | Exception) -> str | None:
        """Take a song's outcome. Returns why the analysis failed, else None."""
        if isinstance(outcome, ImportError):
            raise LibraryError(f"songs can't be heard: {failure_reason(str(outcome))}") from outcome
        if isinstance(outcome, WorkerDiedError):
            if outcome.by_others:  # not the file's fault: the next scan tries again
                return failure_reason(str(outcome))
            outcome = str(outcome)
        if isinstance(outcome, Exception):  # perhaps a bug of the player: the next scan tries again
            return failure_reason(f"{type(outcome).__name__}: {outcome}")
        reason = outcome if isinstance(outcome, str) else None
        if reason is None or os.access(song.path, os.R_OK):
            self._unsaved[song.id] = outcome
            self._save_if_due()
        return None if reason and is_gone(song.path) else reason

    def _save_if_due(self) -> None:
        is_late = time.monotonic() - self._saved_at >= SAVE_EVERY_S
        if is_late or len(self._unsaved) >= SAVE_AT_MOST:
            self.save()

    def save(self) -> None:
        """Store all outcomes that are not stored yet."""
        unsaved, self._unsaved = self._unsaved, {}
        self._saved_at = time.monotonic()
        if unsaved:
            self.store.set_analysis(unsaved, self.version)
            self._relinker.relink(unsaved)
            self.on_songs([self.store.song(song_id) for song_id in unsaved])
