"""Messages from the services to the interface. Services post them; handlers change the state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from tui_player.expression.reading import Reading
from tui_player.library.ranking.request import Pick
from tui_player.library.song import Song, SongId
from tui_player.playback import PlaybackEvent, Player

if TYPE_CHECKING:
    from tui_player.library.ranking.explanation import Explanation
    from tui_player.library.scan.progress import ScanProgress
    from tui_player.library.scan.scan import ScanReport


@dataclass
class LibraryOpened(Message):
    """The store has been read."""

    songs: Sequence[Song]
    folders: Sequence[str]
    playlists: Mapping[str, Sequence[SongId]]
    notices: Sequence[str]
    """Lines about the opening for the listener."""
    read_only: bool
    """Whether another player has the library open for writing."""


@dataclass
class LibraryFailed(Message):
    """The store can't be read, or a change could not be stored."""

    reason: str


@dataclass
class SongRecorded(Message):
    """A rating, skip or play is on disk."""

    song: Song


@dataclass
class RankingDone(Message):
    """The picks for the latest rank request."""

    picks: Sequence[Pick]


@dataclass
class ExplanationDone(Message):
    """Why a song has its place in the ranking of the queue on screen."""

    song_id: SongId
    explanation: "Explanation | None"
    """None for a song without a place."""
    reason: str = ""
    """Why the song has no place."""


@dataclass
class SongsScanned(Message):
    """Songs that a scan found, analysed or marked as missing."""

    songs: Sequence[Song]


@dataclass
class ScanAdvanced(Message):
    """The progress of a scan. A newer message replaces an older one."""

    progress: "ScanProgress"

    def can_replace(self, message: Message) -> bool:
        """Whether this waiting message can be replaced by `message`."""
        return isinstance(message, ScanAdvanced)


@dataclass
class ScanEnded(Message):
    """A scan has completed or was cancelled."""

    report: "ScanReport"
    songs: Sequence[Song]
    folders: Sequence[str]


@dataclass
class AnalysisEnded(Message):
    """The analysis of remaining songs has ended or was cancelled."""


@dataclass
class RankingOutdated(Message):
    """A ranking's input has changed: other listeners' predictions, or a song's cool-down."""


@dataclass
class ScanFailed(Message):
    """A scan, an analysis or the demo has failed."""

    reason: str


@dataclass
class DemoEnded(Message):
    """All demo pieces are in the library."""

    folders: Sequence[str]


@dataclass
class ReadingTaken(Message):
    """One reading of the listener's face."""

    reading: Reading


@dataclass
class PlayerReady(Message):
    """libVLC has been opened."""

    player: Player


@dataclass
class PlayerMissing(Message):
    """libVLC could not be opened."""

    reason: str


@dataclass
class PlayerReported(Message):
    """The player reported an event."""

    event: PlaybackEvent
