"""Playback of one song: player, position and loudness."""

from tui_player.library.song import DurationMs, Song
from tui_player.playback import PlaybackEvent, PlaybackState, Player
from tui_player.playback.settings import ReplayGain
from tui_player.session.loudness import Loudness, replay_gain_db


class Deck:
    """Plays one song at a time. The player behind it can change."""

    def __init__(self, player: Player, replay_gain: ReplayGain) -> None:
        self.player = player
        self.loudness = Loudness()
        self._replay_gain = replay_gain
        self._ticket = -1
        self._start_ms = DurationMs(0)

    @property
    def is_stopped(self) -> bool:
        """Whether no song is playing or paused."""
        return self.player.state is PlaybackState.STOPPED

    @property
    def position_ms(self) -> DurationMs:
        """The playback position, or the position of the next start."""
        return self._start_ms if self.is_stopped else self.player.position_ms

    def play(self, song: Song) -> None:
        """Play a song from its start, or from the position set by `set_start`."""
        start_ms, self._start_ms = self._start_ms, DurationMs(0)
        gain_db = replay_gain_db(song.tags, self._replay_gain)
        self._ticket = self.player.play(song.path, gain_db=gain_db, start_ms=start_ms)

    def set_start(self, position_ms: DurationMs) -> None:
        """Set the position at which the next `play` begins."""
        self._start_ms = position_ms

    def stop(self) -> None:
        """Stop playback."""
        self._start_ms = DurationMs(0)
        self.player.stop()

    def suspend(self) -> None:
        """Stop playback. The next `play` begins at the present position."""
        position_ms = self.position_ms
        self.player.stop()
        self._start_ms = position_ms

    def is_current(self, event: PlaybackEvent) -> bool:
        """Whether an event belongs to the current song, not to an earlier one."""
        return event.ticket == self._ticket

    def restart(self) -> None:
        """Restart the song."""
        self._start_ms = DurationMs(0)
        self.seek(0)

    def seek(self, position_ms: int) -> None:
        """Set the playback position. A negative one means the start."""
        self.player.seek(DurationMs(max(0, position_ms)))

    def change_volume(self, step_percent: int) -> None:
        """Change the volume by `step_percent`."""
        self.loudness.set_volume(self.player, self.loudness.volume_percent + step_percent)

    def toggle_mute(self) -> None:
        """Turn mute on or off."""
        self.loudness.toggle_mute(self.player)

    def restore_loudness(self, volume_percent: int, *, muted: bool) -> None:
        """Set volume and mute."""
        self.loudness.set_volume(self.player, volume_percent)
        if muted:
            self.loudness.toggle_mute(self.player)

    def use(self, player: Player) -> bool:
        """Change to another player. Returns whether a song was playing."""
        was_playing = self.player.state is PlaybackState.PLAYING
        self._start_ms = self.position_ms
        self.player.close()
        self.player = player
        self.loudness.apply(player)
        return was_playing
