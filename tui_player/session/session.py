"""The listening session: mood in, queue out, playback and feedback.

It imports no screen, libVLC or camera, and it never blocks. It requests durable writes and rankings
through `Ports`; results arrive at `recorded` and `ranked`. Only the interface's thread calls it.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from tui_player.config import Config
from tui_player.expression.reading import Reading
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.ranking.request import SHUFFLED, Pick, SoundWay, Weights
from tui_player.library.ranking.strategy import Strategy
from tui_player.library.song import DurationMs, Song
from tui_player.mood.tracker import MoodTracker
from tui_player.playback import PlaybackEvent, PlaybackEventKind, PlaybackState, Player
from tui_player.session.deck import Deck
from tui_player.session.journey import Journey, SoundJourney, StrategyState
from tui_player.session.mood_follower import MoodFollower
from tui_player.session.next_member import next_member
from tui_player.session.play_queue import Entry, PlayQueue, Repeat
from tui_player.session.ports import Ports
from tui_player.session.view import SessionView

RESTART_AFTER_MS: Final = 3000
"""`previous` restarts the song from this position on."""
PASSED_BY_MS: Final = 1000
"""A song left before this position gets no feedback."""
FULL_PLAY_SHARE: Final = 0.9
"""Leaving a song after this share of it counts as a play, not a skip."""
MS_A_MINUTE: Final = 60_000
FAILURES_IN_A_ROW: Final = 5
"""Playback stops after this number of unplayable songs in a row."""


class Session:
    """The session of one listener."""

    def __init__(
        self, config: Config, player: Player, ports: Ports, clock: Callable[[], float]
    ) -> None:
        self.config = config
        self.deck = Deck(player, config.playback.replay_gain)
        self.ports = ports
        self.clock = clock
        self.queue = PlayQueue()
        self.moods = MoodTracker(config.mood)
        self.strategy_state = StrategyState(
            config.strategy,
            lambda: self.deck.position_ms / MS_A_MINUTE,
            config.queue.path_minutes,
        )
        self._mood_follower = MoodFollower(
            self.moods, self.strategy_state, ports, clock, self.rerank
        )
        self.weights = config.weights
        self.repeat = Repeat.OFF
        self.shuffle = False
        self._failures = 0
        self.seed = 0
        """Seed of the ranking's random part."""
        self.view = SessionView(self)
        self.play_when_ranked = False
        """Whether playback begins as soon as a ranking fills the queue."""

    # Mood

    def observe(self, reading: Reading) -> None:
        """Take in a reading of the listener's face."""
        self._mood_follower.observe(reading)

    def set_mood(self, label: str) -> None:
        """Set the mood by hand. It holds until `release_mood`. A queue by sound ends."""
        self.strategy_state.sound = None
        self._mood_follower.set_by_hand(label)

    def release_mood(self) -> None:
        """Follow the readings again."""
        self._mood_follower.release()

    def wrong(self) -> str | None:
        """Mark the mood's label as wrong. Returns the rejected label; None without one."""
        return self._mood_follower.wrong()

    def take_back_correction(self) -> bool:
        """Remove what the last correction taught. Returns whether there was one."""
        return self._mood_follower.take_back_correction()

    def forget_corrections(self) -> None:
        """Remove what all corrections taught."""
        self._mood_follower.forget_corrections()

    @property
    def strategy(self) -> Strategy:
        """The strategy of the queue."""
        return self.strategy_state.strategy

    def set_strategy(self, strategy: Strategy) -> None:
        """Set the strategy. `lead_to` sets `Strategy.LEAD`."""
        self._change_strategy(strategy, None)

    def lead_to(self, journey: Journey) -> None:
        """Lead from the present mood to the journey's goal, one step per song."""
        self._change_strategy(Strategy.LEAD, journey)

    def _change_strategy(self, strategy: Strategy, journey: Journey | None) -> None:
        self.strategy_state.change(strategy, self.moods.settled, journey)
        self.rerank()
        self.ports.changed()

    def more_like(self, song: Song) -> str:
        """Queue songs that sound like this one; a second call keeps to the mood as well.

        Returns what the queue follows now.
        """
        before = self.strategy_state.sound
        is_again = before is not None and before.way == SoundWay(song.id)
        way = SoundWay(song.id, within_mood=is_again)
        return self._follow_sound(SoundJourney(way, f"like {song.title}"))

    def way_to(self, song: Song) -> str | None:
        """Queue a way from the current song to this one. Returns None if no other song plays."""
        start = self.view.song
        if start is None or start.id == song.id:
            return None
        return self._follow_sound(SoundJourney(SoundWay(start.id, song.id), f"to {song.title}"))

    def _follow_sound(self, journey: SoundJourney) -> str:
        self.strategy_state.sound = journey
        self.rerank()
        self.ports.changed()
        return journey.text

    def cycle_strategy(self) -> Strategy:
        """Set the next strategy that needs no goal. After a journey it is the configured one."""
        self.set_strategy(self.strategy_state.next_strategy(self.config.strategy))
        return self.strategy

    # Queue

    def weigh(self, weights: Weights) -> None:
        """Set the weights of the ranking's terms."""
        self.weights = weights
        self.rerank()

    def rerank(self) -> None:
        """Request new automatic picks. The current song and songs queued by hand stay."""
        self.ports.rank(self.view.request, SHUFFLED if self.shuffle else self.weights)

    def ranked(self, picks: Sequence[Pick]) -> None:
        """Take the picks requested by `Ports.rank`."""
        self.queue.rerank(picks)
        if self.play_when_ranked and self.queue.upcoming:
            self._start()
        self.ports.changed()

    def enqueue(self, song: Song, *, first: bool = False) -> None:
        """Queue a song by hand."""
        self.queue.add(song, first=first)
        self.ports.changed()

    def queue_again(self, song: Song) -> None:
        """Append a song queued by hand in an earlier run."""
        self.queue.append_by_hand(song)

    def enqueue_all(self, songs: Iterable[Song]) -> None:
        """Queue songs by hand in the given order."""
        for song in songs:
            self.queue.add(song)
        self.ports.changed()

    def remove(self, index: int) -> None:
        """Remove an upcoming entry from the queue. Raises `IndexError`."""
        self.queue.remove(index)
        if not self.queue.upcoming:
            self.rerank()
        self.ports.changed()

    def move(self, index: int, steps: int) -> int:
        """Move an upcoming entry. Returns its new index. Raises `IndexError`."""
        new_index = self.queue.move(index, steps)
        self.ports.changed()
        return new_index

    def songs_changed(self, songs: Iterable[Song]) -> None:
        """Take in songs changed by the library."""
        self.queue.update(songs)
        self.ports.changed()

    def toggle_shuffle(self) -> bool:
        """Switch between random and ranked picks."""
        self.shuffle = not self.shuffle
        self.seed += 1
        self.rerank()
        self.ports.changed()
        return self.shuffle

    def cycle_repeat(self) -> Repeat:
        """Set the next repeat mode: off, one song, all."""
        self.repeat = next_member(self.repeat)
        self.ports.changed()
        return self.repeat

    # Playback

    def play_pause(self) -> None:
        """Start, pause or resume playback."""
        match self.deck.player.state:
            case PlaybackState.PLAYING:
                self.deck.player.pause()
            case PlaybackState.PAUSED:
                self.deck.player.resume()
            case PlaybackState.STOPPED:
                self._start()
        self.ports.changed()

    def _start(self) -> None:
        """Play the current song, else the first upcoming one, else wait for a ranking."""
        self._failures = 0
        if self.queue.current is not None:
            self._play_current()
        elif self.queue.upcoming:
            self._advance()
        else:
            self.play_when_ranked = True
            self.ports.notify("nothing is queued yet: it plays as soon as something is")

    def play_now(self, song: Song) -> None:
        """Play this song at once. The current song is left as by `next`."""
        self._leave_current()
        self.queue.add(song, first=True)
        self._advance()

    def play_upcoming(self, index: int) -> None:
        """Play an upcoming entry. Entries before it stay in the queue. Raises `IndexError`."""
        self.queue.upcoming[index]
        self._leave_current()
        self._advance(index)

    def next(self) -> None:
        """Play the next song. The current one counts as skipped unless it was almost over."""
        self._failures = 0
        self._leave_current()
        self._advance()

    def previous(self) -> None:
        """Restart the song, or go back to the song before if this one has just begun."""
        if self.deck.position_ms > RESTART_AFTER_MS:
            self.deck.restart()
        elif self.queue.back() is not None:
            self._play_current()
        self.ports.changed()

    def seek_by(self, step_ms: int) -> None:
        """Move the playback position. A negative step goes backwards."""
        if not self.deck.is_stopped:
            self.seek(self.deck.position_ms + step_ms)

    def seek(self, position_ms: int) -> None:
        """Set the playback position in the current song."""
        self.deck.seek(position_ms)
        self.ports.changed()

    def change_volume(self, step_percent: int) -> None:
        """Change the volume by `step_percent`."""
        self.deck.change_volume(step_percent)
        self.ports.changed()

    def toggle_mute(self) -> None:
        """Turn mute on or off."""
        self.deck.toggle_mute()
        self.ports.changed()

    def handle_playback(self, event: PlaybackEvent) -> None:
        """Handle an event of the player. The interface's thread calls this."""
        if not self.deck.is_current(event):
            return
        match event.kind:
            case PlaybackEventKind.STARTED:
                self._failures = 0
            case PlaybackEventKind.ENDED:
                self._ended()
            case PlaybackEventKind.FAILED:
                self._failed(event.reason)
            case PlaybackEventKind.DEVICE_LOST:
                self.ports.notify("no sound device takes the sound: paused; space tries again")
        self.ports.changed()

    def _ended(self) -> None:
        if (song := self.view.song) is not None:
            self._record(FeedbackKind.PLAY, song, 1.0)
        self.strategy_state.song_left((self.view.duration_ms or 0) / MS_A_MINUTE)
        self.strategy_state.song_played()
        if self.repeat is Repeat.ONE:
            self._play_current()
            return
        if self.repeat is Repeat.ALL and self.queue.current is not None:
            self.queue.append_by_hand(self.queue.current.song)
        self._advance()

    def _failed(self, reason: str) -> None:
        self._failures += 1
        if (song := self.view.song) is not None:
            self.ports.cool_down(song, self.clock())
            self.ports.notify(f"can't play {song.title}: {reason}")
        if self._failures >= FAILURES_IN_A_ROW:
            self.deck.stop()
            self.ports.notify(f"stopped: {self._failures} songs in a row can't be played")
            return
        self.queue.current = None  # `previous` must not return to it
        self._advance()

    def _leave_current(self) -> None:
        """Record a play or skip of the current song, or only a cool-down if it was passed by."""
        if (song := self.view.song) is None:
            return
        if self.deck.is_stopped or self.deck.position_ms < PASSED_BY_MS:
            self.ports.cool_down(song, self.clock())
            return
        self.strategy_state.song_left(self.deck.position_ms / MS_A_MINUTE)
        share = self.view.played_share
        kind = FeedbackKind.PLAY if share >= FULL_PLAY_SHARE else FeedbackKind.SKIP
        self._record(kind, song, share)

    def _advance(self, index: int = 0) -> None:
        self.queue.advance(index)
        self.deck.set_start(DurationMs(0))
        self.seed += 1
        self._play_current()
        self.rerank()
        self.ports.changed()

    def _play_current(self) -> None:
        entry = self.queue.current
        if entry is None:
            self.deck.stop()
            self.ports.notify("the queue is empty")
            return
        self.play_when_ranked = False
        self.deck.play(entry.song)

    # Feedback

    def like(self, song: Song | None = None) -> None:
        """Like a song, by default the current one. A second like clears the rating."""
        self._rate(song, FeedbackKind.LIKE, 1)

    def dislike(self, song: Song | None = None) -> None:
        """Dislike a song, by default the current one. A second dislike clears the rating."""
        self._rate(song, FeedbackKind.DISLIKE, -1)

    def _rate(self, song: Song | None, kind: FeedbackKind, rating: int) -> None:
        song = song or self.view.song
        if song is None:
            self.ports.notify("nothing plays that could be rated")
            return
        self._record(FeedbackKind.CLEAR if song.rating == rating else kind, song)

    def _record(self, kind: FeedbackKind, song: Song, played_share: float | None = None) -> None:
        """Record feedback on a song together with the settled mood."""
        mood = self.moods.settled
        event = Feedback(kind, song.id, self.clock(), mood.valence, mood.arousal, played_share)
        self.ports.record(event)

    def recorded(self, song: Song) -> None:
        """Take in the stored song after its feedback was recorded, and rank again."""
        self.songs_changed([song])
        self.rerank()

    # Player and position

    def suspend_playback(self) -> None:
        """Stop because no player could be opened. The next playback begins at this position."""
        self.deck.suspend()

    def close(self) -> None:
        """Close the player."""
        self.deck.player.close()

    def use_player(self, player: Player) -> None:
        """Change to another player. A playing song continues there."""
        if self.deck.use(player):
            self._play_current()

    def resume_at(self, song: Song, position_ms: DurationMs) -> None:
        """Set the current song and its position. `play_pause` begins there."""
        self.queue.current = Entry(song, "where you stopped")
        self.deck.set_start(position_ms)
        self.ports.changed()
