"""The listening session: mood in, queue out, playback and feedback.

It knows neither the screen, libVLC nor the camera, and it never blocks: what takes time (a durable
write, a ranking) is asked for through `Ports` and comes back through `recorded` and `ranked`. All
its methods are called from one thread, the interface's.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from tui_player.config import Config
from tui_player.expression.reading import Reading
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.ranking.request import SHUFFLED, SPACING, Pick, RankRequest, Weights
from tui_player.library.ranking.strategy import Strategy
from tui_player.library.song import DurationMs, Song
from tui_player.mood.state import Mood
from tui_player.mood.tracker import MoodTracker
from tui_player.playback import PlaybackEvent, PlaybackEventKind, PlaybackState, Player
from tui_player.session.deck import Deck
from tui_player.session.journey import Heading, Journey
from tui_player.session.next_member import following
from tui_player.session.play_queue import Entry, PlayQueue, Repeat
from tui_player.session.ports import Ports
from tui_player.session.view import SessionView

RESTART_AFTER_MS: Final = 3000
"""`previous` restarts the song once this much of it was heard, as players do."""
PASSED_BY_MS: Final = 1000
"""Who leaves a song sooner is on the way to another one, and says nothing of it."""
HEARD_WHOLE_SHARE: Final = 0.9
"""From here on, going to the next song is not a skip."""
FAILURES_IN_A_ROW: Final = 5
"""After so many songs that can't be played the session stops: no run through the library."""

Answer = TypeVar("Answer")


class Session:
    """One listener listening."""

    def __init__(
        self, config: Config, player: Player, ports: Ports, clock: Callable[[], float]
    ) -> None:
        self.config = config
        self.deck = Deck(player, config.playback.replay_gain)
        self.ports = ports
        self.clock = clock
        self.queue = PlayQueue()
        self.moods = MoodTracker(config.mood)
        self.heading = Heading(config.strategy)
        self.weights = config.weights
        self.repeat = Repeat.OFF
        self.shuffle = False
        self._failures = 0
        self._seed = 0
        self.view = SessionView(self)
        self.play_when_ranked = False
        """Begin with the first ranking that has something to play."""

    # Mood

    def observe(self, reading: Reading) -> None:
        """Take a look at the listener into account."""
        self._following_mood(lambda: self.moods.observe(reading, self.clock()))

    def set_mood(self, label: str) -> None:
        """The listener says how it is; that holds until `release_mood`."""
        self._following_mood(lambda: self.moods.set_by_hand(label, self.clock()))

    def release_mood(self) -> None:
        """Back to what the camera sees."""
        self._following_mood(self.moods.release)

    def wrong(self) -> str | None:
        """The reading is wrong; returns the label that was put aside, if there was a reading."""
        return self._following_mood(lambda: self.moods.wrong(self.clock()))

    def _following_mood(self, change: Callable[[], Answer]) -> Answer:
        """Change the mood; where the settled one is another then, the queue follows."""
        before = self.moods.settled
        answer = change()
        self.heading.know(after := self.moods.settled)
        if after.label != before.label:
            self.heading.mood_changed()
        if after != before:
            self.rerank()
        self.ports.changed()
        return answer

    @property
    def target_mood(self) -> Mood:
        """The mood that the queue is made for."""
        return self.heading.start(self.moods.settled)

    @property
    def strategy(self) -> Strategy:
        """What the queue does with the mood."""
        return self.heading.strategy

    def set_strategy(self, strategy: Strategy) -> None:
        """Where the music should lead from now on; `lead_to` is for `Strategy.LEAD`."""
        self._turn(strategy, None)

    def lead_to(self, journey: Journey) -> None:
        """From the mood of now to another one, a step a song."""
        self._turn(Strategy.LEAD, journey)

    def _turn(self, strategy: Strategy, journey: Journey | None) -> None:
        self.heading.turn(strategy, self.moods.settled, journey)
        self.rerank()
        self.ports.changed()

    def cycle_strategy(self) -> Strategy:
        """The next strategy that needs no goal; from a journey back to the configured one."""
        chosen = following(self.strategy)
        if self.strategy is Strategy.LEAD:
            chosen = self.config.strategy
        elif chosen is Strategy.LEAD:
            chosen = following(chosen)
        self.set_strategy(chosen)
        return self.strategy

    # Queue

    def forget_correction(self) -> None:
        """Forget what the listener's words taught about readings."""
        self.moods.correction.forget()

    def weigh(self, weights: Weights) -> None:
        """How much each term counts from now on."""
        self.weights = weights
        self.rerank()

    def rerank(self) -> None:
        """Ask for new automatic picks; what plays and what was queued by hand stay."""
        self.ports.rank(self.request(), SHUFFLED if self.shuffle else self.weights)

    def request(self) -> RankRequest:
        """What a ranking is asked for now."""
        mood = self.target_mood
        return RankRequest(
            valence=mood.valence,
            arousal=mood.arousal,
            strategy=self.strategy,
            now=self.clock(),
            limit=self.config.queue_length,
            seed=self._seed,
            steps_done=self.heading.steps_done,
            exclude=self.queue.unwanted_ids(),
            goal=self.heading.goal,
            path_songs=self.heading.songs,
            recent_artists=self.queue.last_artists(SPACING),
            at_random=self.shuffle,
        )

    def ranked(self, picks: Sequence[Pick]) -> None:
        """The picks that `Ports.rank` was asked for."""
        self.queue.rerank(picks)
        if self.play_when_ranked and self.queue.upcoming:
            self._start()
        self.ports.changed()

    def enqueue(self, song: Song, *, first: bool = False) -> None:
        """Queue a song by hand."""
        self.queue.add(song, first=first)
        self.ports.changed()

    def queue_again(self, song: Song) -> None:
        """Queue a song behind the others by hand, as it was when the player closed."""
        self.queue.append_by_hand(song)

    def enqueue_all(self, songs: Iterable[Song]) -> None:
        """Queue songs by hand, in their order."""
        for song in songs:
            self.queue.add(song)
        self.ports.changed()

    def remove(self, index: int) -> None:
        """Take an upcoming entry out of the queue. Raises `IndexError`."""
        self.queue.remove(index)
        if not self.queue.upcoming:
            self.rerank()
        self.ports.changed()

    def move(self, index: int, steps: int) -> int:
        """Move an upcoming entry; returns its new place. Raises `IndexError`."""
        place = self.queue.move(index, steps)
        self.ports.changed()
        return place

    def songs_changed(self, songs: Iterable[Song]) -> None:
        """The library knows more, or something else, of these songs."""
        self.queue.update(songs)
        self.ports.changed()

    def toggle_shuffle(self) -> bool:
        """Random picks instead of ranked ones, and back."""
        self.shuffle = not self.shuffle
        self._seed += 1
        self.rerank()
        self.ports.changed()
        return self.shuffle

    def cycle_repeat(self) -> Repeat:
        """Off, one song, all of the queue."""
        self.repeat = following(self.repeat)
        self.ports.changed()
        return self.repeat

    # Playback

    def play_pause(self) -> None:
        """Start, hold or go on."""
        match self.deck.player.state:
            case PlaybackState.PLAYING:
                self.deck.player.pause()
            case PlaybackState.PAUSED:
                self.deck.player.resume()
            case PlaybackState.STOPPED:
                self._start()
        self.ports.changed()

    def _start(self) -> None:
        """Play what is current, else the first to come, else whatever is ranked next."""
        self._failures = 0
        if self.queue.current is not None:
            self._play_current()
        elif self.queue.upcoming:
            self._advance()
        else:
            self.play_when_ranked = True
            self.ports.notify("nothing is queued yet: it plays as soon as something is")

    def play_now(self, song: Song) -> None:
        """Play this song at once; what played counts as skipped."""
        self._leave_current()
        self.queue.add(song, first=True)
        self._advance()

    def play_upcoming(self, index: int) -> None:
        """Jump to an upcoming entry; those before it stay in the queue. Raises `IndexError`."""
        self.queue.upcoming[index]
        self._leave_current()
        self._advance(index)

    def next(self) -> None:
        """The next song; what played counts as skipped unless it was all but over."""
        self._failures = 0
        self._leave_current()
        self._advance()

    def previous(self) -> None:
        """The song from its start, or the one before when it has hardly begun."""
        if self.deck.position_ms > RESTART_AFTER_MS:
            self.deck.restart()
        elif self.queue.back() is not None:
            self._play_current()
        self.ports.changed()

    def seek_by(self, step_ms: int) -> None:
        """Forwards or, with a negative step, backwards in the current song."""
        if not self.deck.is_stopped:
            self.seek(self.deck.position_ms + step_ms)

    def seek(self, position_ms: int) -> None:
        """To a position of the current song."""
        self.deck.seek(position_ms)
        self.ports.changed()

    def change_volume(self, step_percent: int) -> None:
        """Louder or softer."""
        self.deck.change_volume(step_percent)
        self.ports.changed()

    def toggle_mute(self) -> None:
        """Silence, and back."""
        self.deck.toggle_mute()
        self.ports.changed()

    def handle_playback(self, event: PlaybackEvent) -> None:
        """What the player told, passed on by the interface's thread."""
        if not self.deck.is_about_it(event):
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
            self._say(FeedbackKind.PLAY, song, 1.0)
        if self.repeat is Repeat.ONE:
            self._play_current()
            return
        if self.repeat is Repeat.ALL and self.queue.current is not None:
            self.queue.append_by_hand(self.queue.current.song)
        self._advance()

    def _failed(self, reason: str) -> None:
        self._failures += 1
        if (song := self.view.song) is not None:
            self.ports.rest(song, self.clock())
            self.ports.notify(f"can't play {song.title}: {reason}")
        if self._failures >= FAILURES_IN_A_ROW:
            self.deck.stop()
            self.ports.notify(f"stopped: {self._failures} songs in a row can't be played")
            return
        self.queue.current = None  # no way back leads to it
        self._advance()

    def _leave_current(self) -> None:
        """Record what is left before its end; what was only passed by is not offered at once."""
        if (song := self.view.song) is None:
            return
        if self.deck.is_stopped or self.deck.position_ms < PASSED_BY_MS:
            self.ports.rest(song, self.clock())
            return
        share = self.view.heard_share
        kind = FeedbackKind.PLAY if share >= HEARD_WHOLE_SHARE else FeedbackKind.SKIP
        self._say(kind, song, share)

    def _advance(self, index: int = 0) -> None:
        self.queue.advance(index)
        self.deck.leave_at(DurationMs(0))
        self.heading.steps_done += 1
        self._seed += 1
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
        """Like a song, the current one if none is named; a liked one is unliked."""
        self._rate(song, FeedbackKind.LIKE, 1)

    def dislike(self, song: Song | None = None) -> None:
        """Dislike a song, the current one if none is named; a disliked one is cleared."""
        self._rate(song, FeedbackKind.DISLIKE, -1)

    def _rate(self, song: Song | None, kind: FeedbackKind, rating: int) -> None:
        song = song or self.view.song
        if song is None:
            self.ports.notify("nothing plays that could be rated")
            return
        self._say(FeedbackKind.CLEAR if song.rating == rating else kind, song)

    def _say(self, kind: FeedbackKind, song: Song, heard_share: float | None = None) -> None:
        """Record what happened to a song, with the mood it happened in."""
        mood = self.moods.settled
        event = Feedback(kind, song.id, self.clock(), mood.valence, mood.arousal, heard_share)
        self.ports.record(event)

    def recorded(self, song: Song) -> None:
        """The store has the event; the song as it is now. The queue follows."""
        self.songs_changed([song])
        self.rerank()

    # Coming back

    def give_up_sound(self) -> None:
        """Stop, because there is no sound; the next song that is played goes on from here."""
        self.deck.give_up()

    def close(self) -> None:
        """Let go of the sound."""
        self.deck.player.close()

    def use_player(self, player: Player) -> None:
        """Play through this one from now on, and go on with what plays."""
        if self.deck.use(player):
            self._play_current()

    def resume_at(self, song: Song, position_ms: DurationMs) -> None:
        """Have this song ready where it was left; `play_pause` goes on there."""
        self.queue.current = Entry(song, "where you stopped")
        self.deck.leave_at(position_ms)
        self.ports.changed()
