"""A listening session with a silent player and a clock set by the tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.tui_player.songs import picks, song
from tui_player.config import Config
from tui_player.expression.reading import NoReading, Reading
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.ranking.request import RankRequest, Weights
from tui_player.library.song import DurationMs, Song
from tui_player.playback import SilentPlayer
from tui_player.session.ports import Ports
from tui_player.session.session import Session

LENGTH_MS = 10_000


@dataclass
class Stage:
    """A session with all calls of its ports."""

    session: Session
    player: SilentPlayer
    recorded: list[Feedback]
    notices: list[str]
    requests: list[RankRequest] = field(default_factory=list)
    weights: list[Weights] = field(default_factory=list)
    cooled_down: list[int] = field(default_factory=list)
    now: float = 1000.0

    def kinds(self) -> list[tuple[FeedbackKind, int]]:
        return [(event.kind, event.song_id) for event in self.recorded]

    @property
    def playing(self) -> int | None:
        current = self.session.queue.current
        return current.song.id if current else None

    def upcoming(self) -> list[int]:
        return [entry.song.id for entry in self.session.queue.upcoming]

    def look(self, label_place: int | None, seconds: float) -> None:
        """Observe one expression, or no face, for some time."""
        for _ in range(int(seconds * 2)):
            self.now += 0.5
            if label_place is None:
                self.session.observe(Reading(None, NoReading.NO_FACE))
                continue
            shares = [0.02] * 7
            shares[label_place] = 0.88
            self.session.observe(Reading(tuple(shares), None))


def staged(config: Config | None = None, lengths: Mapping[str, DurationMs] | None = None) -> Stage:
    everything = {song(number).path: DurationMs(LENGTH_MS) for number in range(1, 10)}
    player = SilentPlayer(everything if lengths is None else lengths)
    recorded: list[Feedback] = []
    notices: list[str] = []
    stage: Stage

    def rank(request: RankRequest, weights: Weights) -> None:
        stage.requests.append(request)
        stage.weights.append(weights)

    def cool_down(song: Song, now: float) -> None:
        stage.cooled_down.append(song.id)

    ports = Ports(recorded.append, cool_down, rank, lambda: None, notices.append)
    session = Session(config or Config(), player, ports, lambda: stage.now)
    stage = Stage(session, player, recorded, notices)
    player.subscribe(session.handle_playback)
    session.ranked(picks(1, 2, 3, 4))
    return stage
