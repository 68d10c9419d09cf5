"""Tests of the listening session with a silent player and a set clock."""

from dataclasses import replace

import pytest

from tests.tui_player.session.session_stage import LENGTH_MS, Stage, staged
from tests.tui_player.songs import picks, song
from tui_player.config import Config
from tui_player.expression.classes import COORDINATES, FER2013_CLASSES
from tui_player.library.feedback import FeedbackKind
from tui_player.library.ranking.strategy import GOALS, Strategy
from tui_player.library.song import DurationMs
from tui_player.playback import PlaybackEvent, PlaybackEventKind, PlaybackState
from tui_player.session.journey import Journey
from tui_player.session.play_queue import Repeat
from tui_player.session.restoring import restore, saved_session
from tui_player.session.saved_session import SavedSession
from tui_player.session.session import FAILURES_IN_A_ROW, PASSED_BY_MS


class TestPlaying:
    def test_play_begins_with_the_first_song_of_the_queue(self, stage: Stage) -> None:
        stage.session.play_pause()
        assert stage.playing == 1
        assert stage.player.state is PlaybackState.PLAYING

    def test_a_late_ranking_does_not_interrupt_a_song_started_meanwhile(self) -> None:
        stage = staged()
        stage.session.queue.upcoming = []
        stage.session.play_pause()
        assert "nothing is queued yet" in stage.notices[-1]
        stage.session.next()
        assert stage.session.play_when_ranked, "it is still waited for"
        stage.session.resume_at(song(5), DurationMs(4000))
        stage.session.play_pause()
        stage.session.ranked(picks(1, 2))
        assert (stage.playing, stage.player.state) == (5, PlaybackState.PLAYING)

    def test_a_queue_emptied_by_hand_is_ranked_again(self, stage: Stage) -> None:
        asked = len(stage.requests)
        while stage.session.queue.upcoming:
            stage.session.remove(0)
        assert len(stage.requests) == asked + 1

    def test_play_pause_pauses_and_resumes(self, stage: Stage) -> None:
        stage.session.play_pause()
        stage.player.advance(3000)
        stage.session.play_pause()
        assert stage.player.state is PlaybackState.PAUSED
        stage.session.play_pause()
        assert stage.player.position_ms == 3000

    def test_quick_skips_record_no_feedback(self, stage: Stage) -> None:
        stage.session.play_pause()
        stage.player.advance(5_000)
        for _ in range(3):
            stage.session.next()
        stage.player.advance(PASSED_BY_MS)
        stage.session.next()
        skips = [(FeedbackKind.SKIP, 1), (FeedbackKind.SKIP, 4)]
        assert stage.kinds() == skips
        assert stage.cooled_down == [2, 3], "they need not be offered again at once"

    def test_a_song_played_to_its_end_records_a_play_and_the_next_song_begins(
        self, stage: Stage
    ) -> None:
        stage.session.play_pause()
        stage.player.advance(LENGTH_MS)
        assert stage.kinds() == [(FeedbackKind.PLAY, 1)]
        assert stage.playing == 2

    def test_next_records_a_skip_with_the_played_share(self, stage: Stage) -> None:
        stage.session.play_pause()
        stage.player.advance(2500)
        stage.session.next()
        [event] = stage.recorded
        assert (event.kind, event.song_id, event.heard_share) == (FeedbackKind.SKIP, 1, 0.25)
        assert stage.playing == 2

    def test_next_in_the_last_seconds_records_a_play(self, stage: Stage) -> None:
        stage.session.play_pause()
        stage.player.advance(9500)
        stage.session.next()
        assert stage.kinds() == [(FeedbackKind.PLAY, 1)]

    def test_previous_restarts_first_and_then_goes_back(self, stage: Stage) -> None:
        stage.session.play_pause()
        stage.session.next()
        stage.player.advance(5000)
        stage.session.previous()
        assert (stage.playing, stage.player.position_ms) == (2, 0)
        stage.session.previous()
        assert stage.playing == 1

    def test_an_upcoming_entry_can_be_played_at_once(self, stage: Stage) -> None:
        stage.session.play_upcoming(2)
        assert stage.playing == 3
        assert stage.upcoming() == [1, 2, 4]

    def test_seeking_stays_within_the_song(self, stage: Stage) -> None:
        stage.session.play_pause()
        stage.player.advance(4000)
        stage.session.seek_by(-60_000)
        assert stage.player.position_ms == 0
        stage.session.seek_by(5000)
        assert stage.player.position_ms == 5000

    def test_repeat_one_plays_the_same_song_again(self, stage: Stage) -> None:
        stage.session.repeat = Repeat.ONE
        stage.session.play_pause()
        stage.player.advance(LENGTH_MS)
        assert stage.playing == 1

    def test_repeat_all_puts_a_finished_song_at_the_end(self, stage: Stage) -> None:
        stage.session.repeat = Repeat.ALL
        stage.session.play_pause()
        stage.player.advance(LENGTH_MS)
        assert stage.upcoming() == [3, 4, 1]

    def test_play_with_an_empty_queue_begins_once_songs_are_queued(self) -> None:
        stage = staged()
        stage.session.ranked([])
        stage.session.play_pause()
        assert stage.player.state is PlaybackState.STOPPED
        assert len(stage.notices) == 1
        stage.session.ranked(picks(5, 6))
        assert (stage.playing, stage.player.state) == (5, PlaybackState.PLAYING)

    def test_playback_stops_after_the_last_song(self) -> None:
        stage = staged()
        stage.session.ranked(picks(1))
        stage.session.play_pause()
        stage.player.advance(LENGTH_MS)
        assert stage.notices == ["the queue is empty"]
        assert stage.player.state is PlaybackState.STOPPED


class TestFailures:
    def test_a_broken_file_is_named_and_the_next_song_begins(self) -> None:
        stage = staged(lengths={song(2).path: DurationMs(LENGTH_MS)})
        stage.session.play_pause()
        stage.player.advance(0)
        assert stage.playing == 2
        assert "Song 1" in stage.notices[0]

    def test_previous_skips_unplayable_songs(self, stage: Stage) -> None:
        lengths = {song(number).path: DurationMs(LENGTH_MS) for number in (1, 3, 4)}
        stage = staged(lengths=lengths)
        stage.session.play_pause()
        stage.session.next()
        stage.player.advance(0)
        assert stage.playing == 3
        stage.session.previous()
        assert stage.playing == 1

    def test_repeated_failures_stop_playback(self) -> None:
        stage = staged(lengths={})
        stage.session.ranked(picks(*range(1, 40)))
        stage.session.play_pause()
        stage.player.advance(0)
        assert stage.player.state is PlaybackState.STOPPED
        assert len(stage.notices) == FAILURES_IN_A_ROW + 1
        assert len(stage.session.queue.history) < FAILURES_IN_A_ROW

    def test_a_failure_records_no_feedback(self) -> None:
        stage = staged(lengths={})
        stage.session.play_pause()
        stage.player.advance(0)
        assert stage.recorded == []

    def test_a_lost_sound_device_pauses_playback_with_a_notice(self, stage: Stage) -> None:
        stage.session.play_pause()
        stage.player.advance(1000)
        stage.player.lose_device()
        assert stage.player.state is PlaybackState.PAUSED
        assert "sound device" in stage.notices[0]

    def test_an_event_of_an_earlier_song_changes_nothing(self, stage: Stage) -> None:
        stage.session.play_pause()
        stage.player.advance(1000)
        ticket = stage.session.deck._ticket
        stage.session.next()
        stage.session.handle_playback(PlaybackEvent(PlaybackEventKind.ENDED, ticket))
        assert stage.playing == 2


class TestFeedback:
    def test_a_like_carries_time_and_mood(self, stage: Stage) -> None:
        stage.session.set_mood("sad")
        stage.session.play_pause()
        stage.session.like()
        [event] = stage.recorded
        assert (event.kind, event.at) == (FeedbackKind.LIKE, 1000.0)
        assert event.valence is not None
        assert event.valence < 0

    def test_liking_a_liked_song_clears_the_rating(self, stage: Stage) -> None:
        stage.session.play_pause()
        stage.session.recorded(replace(song(1), rating=1))
        stage.session.like()
        assert stage.kinds() == [(FeedbackKind.CLEAR, 1)]

    def test_a_stored_rating_is_shown_and_the_queue_is_ranked_again(self, stage: Stage) -> None:
        stage.session.play_pause()
        asked = len(stage.requests)
        stage.session.recorded(replace(song(1), rating=-1))
        assert stage.session.queue.current is not None
        assert stage.session.queue.current.song.rating == -1
        assert len(stage.requests) == asked + 1

    def test_a_rating_without_a_song_is_refused_with_a_notice(self, stage: Stage) -> None:
        stage.session.like()
        assert stage.recorded == []
        assert len(stage.notices) == 1


class TestMoodAndQueue:
    def test_a_mood_set_by_hand_ranks_at_once(self, stage: Stage) -> None:
        stage.session.set_mood("happy")
        assert stage.requests[-1].valence > 0.5

    def test_a_short_expression_does_not_change_the_queue(self, stage: Stage) -> None:
        asked = len(stage.requests)
        stage.look(3, seconds=2)
        stage.look(6, seconds=4)
        assert len(stage.requests) == asked

    def test_a_lasting_expression_changes_the_queue_but_not_the_current_song(
        self, stage: Stage
    ) -> None:
        stage.session.play_pause()
        stage.look(3, seconds=90)
        assert stage.requests[-1].valence > 0.3
        assert stage.playing == 1

    def test_stay_keeps_the_mood_at_its_start(self, stage: Stage) -> None:
        stage.session.set_mood("sad")
        stage.session.set_strategy(Strategy.STAY)
        stage.session.set_mood("happy")
        assert stage.requests[-1].valence < 0

    def test_stay_from_the_start_keeps_the_first_known_mood(self) -> None:
        stage = staged(Config(strategy=Strategy.STAY))
        stage.session.rerank()
        assert stage.requests[-1].valence == 0
        stage.session.set_mood("sad")
        assert stage.requests[-1].valence < 0
        stage.session.set_mood("happy")
        assert stage.requests[-1].valence < 0

    def test_stay_without_a_known_mood_keeps_the_next_one(self, stage: Stage) -> None:
        stage.session.set_strategy(Strategy.STAY)
        stage.session.set_mood("happy")
        assert stage.requests[-1].valence > 0

    def test_played_music_counts_on_the_path_and_a_new_mood_begins_it_anew(
        self, stage: Stage
    ) -> None:
        stage.session.set_strategy(Strategy.UPLIFT)
        stage.session.set_mood("sad")
        stage.session.play_pause()
        stage.player.advance(DurationMs(6_000))
        stage.session.next()
        song_minutes = 10 / 60
        assert stage.requests[-1].minutes_done == pytest.approx(0.1 + song_minutes)
        stage.session.set_mood("angry")
        assert stage.requests[-1].minutes_done == pytest.approx(song_minutes)

    def test_playing_and_hand_queued_songs_are_not_ranked_again(self, stage: Stage) -> None:
        stage.session.play_pause()
        stage.session.enqueue(song(7))
        stage.session.rerank()
        assert stage.requests[-1].exclude == {1, 7}

    def test_uplift_moves_its_target_up_minute_by_minute(self, stage: Stage) -> None:
        stage.session.set_strategy(Strategy.UPLIFT)
        stage.session.set_mood("sad")
        begin = stage.session.view.path[0]
        stage.session.strategy_state.song_left(10.0)
        assert stage.session.view.path[0][0] > begin[0]

    def test_a_journey_leads_from_the_start_mood_to_the_goal(self, stage: Stage) -> None:
        stage.session.set_mood("sad")
        stage.session.lead_to(Journey("calm", 14))
        way = stage.session.view.path
        assert stage.session.strategy_state.text == "to calm 0/14 min"
        assert way[0] == COORDINATES["sad"]
        assert way[-1] == pytest.approx(GOALS["calm"])
        stage.session.strategy_state.song_left(4.0)
        stage.session.set_mood("angry")
        assert stage.session.strategy_state.text == "to calm 4/14 min"
        assert stage.session.view.path == way[2:]

    def test_a_journey_ends_at_its_goal_or_by_another_strategy(self, stage: Stage) -> None:
        stage.session.lead_to(Journey("happy", 2))
        stage.session.strategy_state.song_left(9.0)
        assert stage.session.strategy_state.text == "to happy 2/2 min"
        assert stage.session.view.path == [pytest.approx(GOALS["happy"])]
        assert stage.session.cycle_strategy() is Config().strategy
        assert stage.session.strategy_state.journey is None

    def test_a_journey_outlives_the_session(self, stage: Stage) -> None:
        stage.session.set_mood("sad")
        stage.session.lead_to(Journey("calm", 14))
        stage.session.strategy_state.song_left(4.0)
        later = staged()
        restore(later.session, saved_session(stage.session))
        assert later.session.strategy_state.text == "to calm 4/14 min"
        assert later.session.view.path == stage.session.view.path

    @pytest.mark.parametrize(
        "path",
        [
            {},
            {"journey": {"name": "nowhere"}},
            {"journey": 3, "start": "x", "minutes_done": "y"},
            {"journey": {"name": "calm", "minutes": -1}, "start": {"valence": "x"}},
        ],
    )
    def test_a_damaged_journey_does_no_harm(self, stage: Stage, path: dict[str, object]) -> None:
        restore(stage.session, SavedSession(strategy="lead", path=path))
        assert stage.session.view.path

    def test_cycling_the_strategy_skips_lead(self, stage: Stage) -> None:
        seen = [stage.session.cycle_strategy() for _ in range(4)]
        assert set(seen) == set(Strategy) - {Strategy.LEAD}

    def test_a_stronger_mood_of_the_same_label_is_followed(self, stage: Stage) -> None:
        happy = FER2013_CLASSES.index("happy")
        stage.look(happy, 60)
        before = stage.requests[-1]
        stage.session.set_mood("happy")
        assert stage.requests[-1].valence > before.valence > 0

    def test_wrong_says_what_it_taught_and_the_queue_goes_to_neutral_only(
        self, stage: Stage
    ) -> None:
        sad = FER2013_CLASSES.index("sad")
        stage.look(sad, 60)
        assert stage.session.wrong() == "sad"
        assert stage.notices == ["learnt: reads sad less easily (× 0.64); ctrl+p takes it back"]
        stage.look(sad, 60)
        assert (stage.requests[-1].valence, stage.requests[-1].arousal) == (0, 0)

    def test_the_answer_to_wrong_is_learnt_and_said(self, stage: Stage) -> None:
        stage.look(FER2013_CLASSES.index("sad"), 60)
        stage.session.wrong()
        stage.session.set_mood("neutral")
        assert "sad less easily" in stage.notices[-1]
        assert "neutral more easily" in stage.notices[-1]
        assert stage.session.view.settled.label == "neutral"

    def test_a_mood_set_by_hand_teaches_nothing_and_says_nothing(self, stage: Stage) -> None:
        stage.look(FER2013_CLASSES.index("sad"), 60)
        stage.session.set_mood("happy")
        assert stage.notices == []
        assert stage.session.view.correction.biases == {}

    def test_calling_a_label_wrong_by_mistake_is_undone_by_its_own_key(self, stage: Stage) -> None:
        stage.look(FER2013_CLASSES.index("sad"), 60)
        stage.session.wrong()
        stage.session.set_mood("sad")
        assert stage.notices[-1] == "the correction is taken back"
        assert stage.session.view.correction.biases == {}

    def test_corrections_are_taken_back_after_a_restart(self, stage: Stage) -> None:
        stage.look(FER2013_CLASSES.index("sad"), 60)
        stage.session.wrong()
        again = staged()
        restore(again.session, saved_session(stage.session))
        assert again.session.view.correction.biases == stage.session.view.correction.biases
        assert again.session.take_back_correction()
        assert again.session.view.correction.biases == {}

    def test_the_view_says_when_the_queue_follows(self, stage: Stage) -> None:
        stage.look(FER2013_CLASSES.index("happy"), 14)
        pending = stage.session.view.pending
        assert pending is not None
        assert pending.label == "happy"
        assert pending.lasted_s + pending.remaining_s == Config().mood.dwell_s

    def test_shuffle_ignores_the_mood(self, stage: Stage) -> None:
        stage.session.toggle_shuffle()
        assert stage.requests[-1].at_random
        assert stage.weights[-1].mood == 0
        stage.session.toggle_shuffle()
        assert stage.weights[-1] == Config().weights
