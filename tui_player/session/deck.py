"""What plays, whichever player makes the sound: where it is, and how loud."""

from tui_player.library.song import DurationMs, Song
from tui_player.playback import PlaybackEvent, PlaybackState, Player
from tui_player.playback.settings import ReplayGain
from tui_player.session.loudness import Loudness, replay_gain_db


class Deck:
    """One song at a time."""

    def __init__(self, player: Player, replay_gain: ReplayGain) -> None:
        self.player = player
        self.loudness = Loudness()
        self._replay_gain = replay_gain
        self._ticket = -1
        self._start_ms = DurationMs(0)

    @property
    def is_stopped(self) -> bool:
        """Nothing plays or waits to go on."""
        return self.player.state is PlaybackState.STOPPED

    @property
    def position_ms(self) -> DurationMs:
        """Where the song is, or will go on."""
        return self._start_ms if self.is_stopped else self.player.position_ms

    def play(self, song: Song) -> None:
        """Play a song, where it was left if `leave_at` said so."""
        start_ms, self._start_ms = self._start_ms, DurationMs(0)
        gain_db = replay_gain_db(song.tags, self._replay_gain)
        self._ticket = self.player.play(song.path, gain_db=gain_db, start_ms=start_ms)

    def leave_at(self, position_ms: DurationMs) -> None:
        """The next song that is played begins here."""
        self._start_ms = position_ms

    def stop(self) -> None:
        """Play nothing."""
        self._start_ms = DurationMs(0)
        self.player.stop()

    def give_up(self) -> None:
        """Play nothing; the next `play` goes on where this was."""
        position_ms = self.position_ms
        self.player.stop()
        self._start_ms = position_ms

    def is_about_it(self, event: PlaybackEvent) -> bool:
        """Whether an event is about the song that plays, not one before."""
        return event.ticket == self._ticket

    def restart(self) -> None:
        """From the song's start."""
        self._start_ms = DurationMs(0)
        self.seek(0)

    def seek(self, position_ms: int) -> None:
        """To a position of the song."""
        self.player.seek(DurationMs(max(0, position_ms)))

    def change_volume(self, step_percent: int) -> None:
        """Louder or softer."""
        self.loudness.set_volume(self.player, self.loudness.volume_percent + step_percent)

    def toggle_mute(self) -> None:
        """Silence, and back."""
        self.loudness.toggle_mute(self.player)

    def use(self, player: Player) -> bool:
        """Play through another player; whether a song is to go on there by `play`."""
        was_playing = self.player.state is PlaybackState.PLAYING
        self._start_ms = self.position_ms
        self.player.close()
        self.player = player
        self.loudness.apply(player)
        return was_playing
