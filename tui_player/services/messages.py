"""What the background tells the interface. Workers post these; handlers own the state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from tui_player.expression.reading import Reading
from tui_player.library.ranking.request import Pick
from tui_player.library.song import Song, SongId
from tui_player.playback import PlaybackEvent, Player

if TYPE_CHECKING:
    from tui_player.library.scan.progress import ScanProgress
    from tui_player.library.scan.scan import ScanReport


@dataclass
class LibraryOpened(Message):
    """The store has been read."""

    songs: Sequence[Song]
    folders: Sequence[str]
    playlists: Mapping[str, Sequence[SongId]]
    notices: Sequence[str]
    """What the listener should know about the opening, a line each."""
    read_only: bool
    """Another player has it."""


@dataclass
class LibraryFailed(Message):
    """The store can't be read at all, or a change could not be kept."""

    reason: str


@dataclass
class SongRecorded(Message):
    """A rating, skip or play is on disk."""

    song: Song


@dataclass
class RankingDone(Message):
    """The picks that were asked for last."""

    picks: Sequence[Pick]


@dataclass
class SongsScanned(Message):
    """Songs that a scan found, heard or missed."""

    songs: Sequence[Song]


@dataclass
class ScanAdvanced(Message):
    """How far a scan is; a newer one makes an older one pointless."""

    progress: "ScanProgress"

    def can_replace(self, message: Message) -> bool:
        """Coalesce under a flood."""
        return isinstance(message, ScanAdvanced)


@dataclass
class ScanEnded(Message):
    """A scan is over, whole or cancelled."""

    report: "ScanReport"
    songs: Sequence[Song]
    folders: Sequence[str]


@dataclass
class RestHeard(Message):
    """What an earlier network had heard, or no one yet, has been heard, or the player closes."""


@dataclass
class RankingOutdated(Message):
    """What a ranking goes by has changed: what others like is known, or a song rests."""


@dataclass
class ScanFailed(Message):
    """A scan could not go on."""

    reason: str


@dataclass
class DemoReady(Message):
    """The demo pieces lie in their folder."""

    folder: str


@dataclass
class ReadingTaken(Message):
    """One look at the listener."""

    reading: Reading


@dataclass
class PlayerReady(Message):
    """libVLC is there."""

    player: Player


@dataclass
class PlayerMissing(Message):
    """libVLC is not there."""

    reason: str


@dataclass
class PlayerTold(Message):
    """Something happened to the file that plays."""

    event: PlaybackEvent
