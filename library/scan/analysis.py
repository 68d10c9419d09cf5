"""The second phase of a scan: each song heard by the music network, in worker processes."""

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

if TYPE_CHECKING:
    from tui_player.library.scan.relink import Reunion

KEEP_EVERY_S: Final = 1.0
"""What a kill can lose of what was heard."""
KEEP_AT_MOST: Final = 32
MAX_REASON: Final = 300
DECIMALS: Final = 4
"""Of probabilities and coordinates in the library."""


Wanted: TypeAlias = Callable[[], Iterable[SongId]]
"""The songs that are waited for now, the most wanted first; asked again for every song."""


def nothing_wanted() -> Iterable[SongId]:
    """Nobody waits for any song."""
    return ()


@dataclass(frozen=True)
class Analyser:
    """What hears songs."""

    version: str
    """The version that new analyses will have."""
    hear: Callable[[str], Analysis]
    """Path -> analysis; raises AudioError where the file is at fault. Called in worker processes:
    it must be importable by name."""


def analyse_file(path: str) -> Analysis:
    """What the music network hears in a file. Raises AudioError."""
    return analysis_of(music.hear_file(path))


def analysis_of(heard: "music.Hearing") -> Analysis:
    """What the library keeps of a hearing."""
    happy, tense, sad, calm = heard.quadrants
    return Analysis(
        version=heard.version,
        embedding=heard.embedding.astype("<f2").tobytes(),
        genres={name: _rounded(share) for name, share in heard.genres.items()},
        quadrants=(_rounded(happy), _rounded(tense), _rounded(sad), _rounded(calm)),
        valence=_rounded(heard.valence),
        arousal=_rounded(heard.arousal),
        sound=heard.sound,
    )


def _rounded(share: float) -> float:
    """To what the network's answers are worth, and a large library has memory for."""
    return round(share, DECIMALS)


MUSIC_NETWORK: Final = Analyser(music.NETWORK_VERSION, analyse_file)


def heard_or_reason(hear: Callable[[str], Analysis], song: Song) -> Analysis | str:
    """What is heard in a song's file, or what is wrong with it; called in worker processes."""
    try:
        return hear(song.path)
    except AudioError as error:
        return one_line(str(error))


def one_line(text: str) -> str:
    """`text` fit for a list of failures."""
    return " ".join(text.split())[:MAX_REASON]


def songs_to_hear(songs: Iterable[Song], analyser: Analyser) -> list[Song]:
    """Those there that this version has not heard and that are not known as broken."""
    return [
        song
        for song in songs
        if not song.missing
        and song.failure is None
        and (song.analysis is None or song.analysis.version != analyser.version)
    ]


def by_wish(songs: Iterable[Song], wanted: Wanted) -> Iterator[Song]:
    """The songs: at each moment one that is wanted, if any is left, else the newest."""
    newest_first = sorted(songs, key=lambda song: song.added_at, reverse=True)
    left = {song.id: song for song in newest_first}
    while left:
        wish = next((song_id for song_id in wanted() if song_id in left), None)
        yield left.pop(next(iter(left)) if wish is None else wish)


def hear_songs(
    songs: Iterable[Song],
    tasks: Tasks,
    analyser: Analyser,
    store: Store,
    on_songs: Callable[[list[Song]], None],
) -> Iterator[tuple[Song, str | None]]:
    """Hear songs and keep what is heard; each song as it is done, with the reason if it failed.

    Raises LibraryError where nothing can be heard or kept.
    """
    keeper = _Keeper(store, on_songs)
    try:
        for song, outcome in tasks.run(partial(heard_or_reason, analyser.hear), songs):
            yield song, keeper.take(song, outcome)
    finally:
        keeper.keep()


@dataclass
class _Keeper:
    """Puts what was heard into the store, several songs at a time."""

    store: Store
    on_songs: Callable[[list[Song]], None]
    _unkept: dict[SongId, Analysis | str] = field(default_factory=dict)
    _kept_at: float = field(default_factory=time.monotonic)

    @cached_property
    def _reunion(self) -> "Reunion":
        from tui_player.library.scan.relink import Reunion  # imports numpy

        return Reunion(self.store)

    def take(self, song: Song, outcome: Analysis | str | Exception) -> str | None:
        """Returns the reason why the song can't be heard, if so."""
        if isinstance(outcome, ImportError):
            raise LibraryError(f"songs can't be heard: {one_line(str(outcome))}") from outcome
        if isinstance(outcome, WorkerDiedError):
            if outcome.by_others:  # not the file's fault: heard again next time
                return one_line(str(outcome))
            outcome = str(outcome)
        if isinstance(outcome, Exception):  # perhaps ours, not the file's: heard again next time
            return one_line(f"{type(outcome).__name__}: {outcome}")
        reason = outcome if isinstance(outcome, str) else None
        if reason is None or os.access(song.path, os.R_OK):
            self._unkept[song.id] = outcome
            self._keep_in_time()
        return None if reason and is_gone(song.path) else reason

    def _keep_in_time(self) -> None:
        late = time.monotonic() - self._kept_at >= KEEP_EVERY_S
        if late or len(self._unkept) >= KEEP_AT_MOST:
            self.keep()

    def keep(self) -> None:
        """Put all that is not in the store yet there."""
        unkept, self._unkept = self._unkept, {}
        self._kept_at = time.monotonic()
        if unkept:
            self.store.set_analysis(unkept)
            self._reunion.reunite(unkept)
            self.on_songs([self.store.song(song_id) for song_id in unkept])
