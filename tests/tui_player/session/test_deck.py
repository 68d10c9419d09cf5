"""Tests of loudness and resumed playback."""

from dataclasses import replace

import pytest

from tests.tui_player.session.session_stage import LENGTH_MS, Stage, staged
from tests.tui_player.songs import song
from tui_player.config import Config
from tui_player.library.song import DurationMs, Song, Tags
from tui_player.playback import PlaybackState, SilentPlayer
from tui_player.playback.settings import PlaybackSettings, ReplayGain


class TestLoudness:
    def test_changing_the_volume_ends_mute(self, stage: Stage) -> None:
        stage.session.toggle_mute()
        stage.session.change_volume(-30)
        assert (stage.player.volume_percent, stage.player.muted) == (70, False)

    def test_the_volume_stays_in_its_bounds(self, stage: Stage) -> None:
        stage.session.change_volume(900)
        assert stage.player.volume_percent == 130
        stage.session.change_volume(-900)
        assert stage.player.volume_percent == 0

    @pytest.mark.parametrize(
        ("mode", "tags", "gain_db"),
        [
            (ReplayGain.TRACK, Tags(track_gain_db=-6.0, album_gain_db=-3.0), -6.0),
            (ReplayGain.ALBUM, Tags(track_gain_db=-6.0, album_gain_db=-3.0), -3.0),
            (ReplayGain.ALBUM, Tags(track_gain_db=-6.0), -6.0),
            (ReplayGain.OFF, Tags(track_gain_db=-6.0), 0.0),
            (ReplayGain.TRACK, Tags(), 0.0),
            (
                ReplayGain.TRACK,
                Tags(track_gain_db=9.0, track_peak=0.5),
                pytest.approx(6.02, abs=0.01),
            ),
            (ReplayGain.TRACK, Tags(track_gain_db=9.0, track_peak=1.2), 0.0),
            (ReplayGain.TRACK, Tags(track_gain_db=-6.0, track_peak=1.2), -6.0),
        ],
    )
    def test_replay_gain_follows_the_setting(
        self, mode: ReplayGain, tags: Tags, gain_db: float
    ) -> None:
        stage = staged(Config(playback=PlaybackSettings(replay_gain=mode)))
        stage.session.play_now(replace(song(5), tags=tags))
        assert stage.player.gain_db == gain_db


class TestResuming:
    def resumed(self, current: Song) -> Stage:
        stage = staged()
        stage.session.resume_at(current, DurationMs(4000))
        return stage

    def test_play_resumes_at_the_saved_position(self) -> None:
        stage = self.resumed(song(3))
        assert stage.session.deck.position_ms == 4000
        stage.session.play_pause()
        assert (stage.playing, stage.player.position_ms) == (3, 4000)

    def test_previous_resets_a_saved_position(self) -> None:
        stage = self.resumed(song(3))
        stage.session.previous()
        stage.session.play_pause()
        assert (stage.playing, stage.player.position_ms) == (3, 0)

    def test_the_next_song_begins_at_its_start(self) -> None:
        stage = self.resumed(song(3))
        stage.session.next()
        assert (stage.playing, stage.player.position_ms) == (1, 0)

    @pytest.mark.parametrize("played", [False, True])
    def test_the_position_survives_a_change_of_player(self, played: bool) -> None:
        stage = self.resumed(song(3))
        if played:
            stage.session.play_pause()
            stage.session.play_pause()
        other = SilentPlayer({song(3).path: DurationMs(LENGTH_MS)})
        stage.session.use_player(other)
        assert other.state is PlaybackState.STOPPED
        assert stage.session.deck.position_ms == 4000
        stage.session.play_pause()
        assert (other.state, other.position_ms) == (PlaybackState.PLAYING, 4000)

    def test_the_position_survives_a_missing_player(self) -> None:
        stage = self.resumed(song(3))
        stage.session.play_pause()
        stage.session.deck.suspend()
        assert stage.session.deck.position_ms == 4000
        stage.session.play_pause()
        assert (stage.playing, stage.player.position_ms) == (3, 4000)

    def test_another_player_continues_the_playing_song(self, stage: Stage) -> None:
        stage.session.play_pause()
        stage.player.advance(2000)
        other = SilentPlayer({song(1).path: DurationMs(LENGTH_MS)})
        stage.session.use_player(other)
        assert (other.state, other.position_ms) == (PlaybackState.PLAYING, 2000)
