"""A read-only view of the session for the screens."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui_player.expression.reading import Reading
from tui_player.library.mood_words import mood_word
from tui_player.library.ranking.request import SPACING, RankRequest, Weights
from tui_player.library.ranking.strategy import PathPart, Point, Strategy
from tui_player.library.ranking.targets import goal_of, path
from tui_player.library.song import DurationMs, Song
from tui_player.mood.correction import Correction
from tui_player.mood.debounce import PendingChange
from tui_player.mood.state import Mood
from tui_player.playback import PlaybackState
from tui_player.session.play_queue import Entry, Repeat

if TYPE_CHECKING:
    from tui_player.session.session import Session


class SessionView:
    """The session's current values."""

    def __init__(self, session: "Session") -> None:
        self._session = session

    # Mood

    @property
    def mood(self) -> Mood:
        """The mood now."""
        return self._session.moods.mood

    @property
    def settled(self) -> Mood:
        """The mood that the queue follows."""
        return self._session.moods.settled

    @property
    def reading(self) -> Reading | None:
        """The latest reading."""
        return self._session.moods.last

    @property
    def look(self) -> Sequence[float]:
        """Smoothed probabilities of the seven expressions, of which the camera's mood is made."""
        return self._session.moods.look

    @property
    def pending(self) -> PendingChange | None:
        """The change of the mood that the queue will follow if it lasts."""
        return self._session.moods.pending(self.now)

    @property
    def correction(self) -> Correction:
        """What the listener's corrections taught."""
        return self._session.moods.correction

    @property
    def put_aside(self) -> frozenset[str]:
        """Labels that the listener called wrong."""
        return self._session.moods.put_aside

    @property
    def history(self) -> list[tuple[float, float, float]]:
        """Time, valence and arousal of the last minutes."""
        return self._session.moods.history

    @property
    def now(self) -> float:
        """Unix time, seconds."""
        return self._session.clock()

    # Queue

    @property
    def current(self) -> Entry | None:
        """The entry that plays."""
        return self._session.queue.current

    @property
    def song(self) -> Song | None:
        """The song that plays."""
        return self.current.song if self.current else None

    @property
    def upcoming(self) -> Sequence[Entry]:
        """The upcoming entries."""
        return self._session.queue.upcoming

    def index_of(self, entry: Entry, index: int) -> int | None:
        """The present index of an entry that was at `index`; None if it is gone."""
        return self._session.queue.index_of(entry, index)

    def where(self, song: Song) -> str:
        """Where a song is: it plays, or its place in the queue; empty if it is neither."""
        if self.song is not None and self.song.id == song.id:
            return "plays now"
        for number, entry in enumerate(self.upcoming, start=1):
            if entry.song.id == song.id:
                return f"number {number} of the queue" + ", put there by you" * entry.by_hand
        return ""

    @property
    def path(self) -> list[Point]:
        """Target valence and arousal of each of the next picks, the goal last.

        On a way through sound they are the places of the songs on it.
        """
        sound = self._session.strategy_state.sound
        if sound is None:
            return path(self.request)
        left = 0 if sound.way.goal is None else max(0, sound.way.songs - sound.way.songs_done)
        analyses = [entry.song.analysis for entry in self.upcoming[:left]]
        places = [(each.valence, each.arousal) for each in analyses if each is not None]
        return places or [(self.settled.valence, self.settled.arousal)]

    @property
    def strategy(self) -> str:
        """The strategy, with goal and progress on a journey."""
        return self._session.strategy_state.text

    @property
    def follows(self) -> str:
        """What the queue follows, such as "sad", "sad → happy 4/30 min" or "like Says"."""
        state = self._session.strategy_state
        mood = state.start(self.settled).label
        if state.sound is not None:
            return state.sound.text
        goal = goal_of(self.request)
        return f"{mood} → {mood_word(*goal)} {state.progress}" if goal else mood

    @property
    def part_names(self) -> Mapping[PathPart, str]:
        """Words for the parts of the strategy's path; empty if there is no path."""
        request = self.request
        goal = None if request.sound else goal_of(request)
        if goal is None:
            return {}
        way = {Strategy.UPLIFT: "brighter", Strategy.CALM: "calmer"}.get(request.strategy)
        return {
            PathPart.MEETING: "meet you",
            PathPart.WAY: way or "on the way",
            PathPart.GOAL: mood_word(*goal),
        }

    @property
    def weights(self) -> Weights:
        """Weights of the ranking's terms."""
        return self._session.weights

    @property
    def configured_weights(self) -> Weights:
        """The weights from the settings."""
        return self._session.config.weights

    @property
    def request(self) -> RankRequest:
        """The rank request for the present state."""
        session, strategy_state = self._session, self._session.strategy_state
        length_ms = self.duration_ms or self.position_ms
        start = strategy_state.start(self.settled)
        return RankRequest(
            valence=start.valence,
            arousal=start.arousal,
            strategy=strategy_state.strategy,
            now=self.now,
            limit=session.config.queue_length,
            seed=session.seed,
            minutes_done=strategy_state.minutes_at(length_ms / 60_000),
            exclude=session.queue.unwanted_ids(),
            goal=strategy_state.goal,
            path_minutes=strategy_state.path_minutes,
            sound=None if strategy_state.sound is None else strategy_state.sound.way,
            recent_artists=session.queue.last_artists(SPACING),
            at_random=self.shuffle,
            admitted=session.config.queue,
        )

    # Playback

    @property
    def state(self) -> PlaybackState:
        """The playback state."""
        return self._session.deck.player.state

    @property
    def position_ms(self) -> DurationMs:
        """Position in the song."""
        return self._session.deck.position_ms

    @property
    def duration_ms(self) -> DurationMs | None:
        """Length of the song from the player, else from its tags."""
        if self.song is None:
            return None
        return self._session.deck.player.duration_ms or self.song.tags.duration_ms

    @property
    def played_share(self) -> float:
        """Played share of the song, 0..1; 0 if its length is unknown."""
        return min(1.0, self.position_ms / self.duration_ms) if self.duration_ms else 0.0

    @property
    def volume_percent(self) -> int:
        """Volume in percent."""
        return self._session.deck.loudness.volume_percent

    @property
    def muted(self) -> bool:
        """Whether the sound is off."""
        return self._session.deck.loudness.muted

    @property
    def repeat(self) -> Repeat:
        """The repeat mode."""
        return self._session.repeat

    @property
    def shuffle(self) -> bool:
        """Whether picks are random."""
        return self._session.shuffle

    @property
    def seek_step_ms(self) -> int:
        """Configured step of the seek keys."""
        return self._session.config.playback.seek_step_s * 1000

    @property
    def volume_step_percent(self) -> int:
        """Configured step of the volume keys."""
        return self._session.config.playback.volume_step_percent
