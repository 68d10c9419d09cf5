"""The first song that plays by itself."""

from dataclasses import replace

import pytest

from tests.tui_player.session.session_stage import Stage, staged
from tests.tui_player.songs import heard, song
from tui_player.library.ranking.request import Pick
from tui_player.library.song import Song
from tui_player.session.first_song import FirstSong

SAD = replace(song(1), analysis=heard("sad", 1))
HAPPY = replace(song(2), analysis=heard("happy", 2))
UNHEARD = song(3)


def ranked(stage: Stage, first_song: FirstSong, *songs: Song) -> None:
    """Hand over a ranking, as the interface does."""
    stage.session.ranked([Pick(one, score=0.5, terms={}, why="") for one in songs])
    first_song.ranked()


@pytest.fixture
def stage() -> Stage:
    """A session with nothing to play yet."""
    stage = staged()
    stage.session.ranked([])
    return stage


@pytest.fixture
def first_song(stage: Stage) -> FirstSong:
    """A first song that is awaited."""
    first_song = FirstSong(stage.session)
    first_song.wait()
    return first_song


def test_the_first_song_fits_the_mood(stage: Stage, first_song: FirstSong) -> None:
    stage.session.set_mood("happy")
    ranked(stage, first_song, SAD)
    assert stage.upcoming() == [SAD.id]
    ranked(stage, first_song, SAD, HAPPY)
    assert stage.playing == HAPPY.id
    assert stage.upcoming() == [SAD.id]


def test_a_mood_set_meanwhile_counts(stage: Stage, first_song: FirstSong) -> None:
    stage.session.set_mood("happy")
    ranked(stage, first_song, SAD)
    stage.session.set_mood("sad")
    ranked(stage, first_song, SAD)
    assert stage.playing == SAD.id


def test_songs_never_heard_stay_out_of_the_queue_until_the_first_song_plays(
    stage: Stage, first_song: FirstSong
) -> None:
    stage.session.set_mood("sad")
    first_song.library_changed([SAD, HAPPY, UNHEARD])
    assert stage.session.view.request.exclude == {UNHEARD.id}
    ranked(stage, first_song, UNHEARD, SAD)
    assert stage.playing == SAD.id
    assert stage.requests[-1].exclude == {SAD.id}
    ranked(stage, first_song, UNHEARD, HAPPY)
    assert stage.upcoming() == [UNHEARD.id, HAPPY.id]


def test_without_a_fitting_song_the_best_one_plays_at_last(
    stage: Stage, first_song: FirstSong
) -> None:
    stage.session.set_mood("happy")
    ranked(stage, first_song, SAD)
    first_song.play()
    assert stage.playing == SAD.id


def test_if_nothing_was_heard_any_song_plays_at_last(stage: Stage, first_song: FirstSong) -> None:
    first_song.library_changed([UNHEARD])
    ranked(stage, first_song)
    first_song.play()
    ranked(stage, first_song, UNHEARD)
    assert stage.playing == UNHEARD.id


def test_a_song_that_the_listener_plays_meanwhile_goes_on(
    stage: Stage, first_song: FirstSong
) -> None:
    first_song.library_changed([SAD, UNHEARD])
    stage.session.play_now(UNHEARD)
    stage.session.set_mood("sad")
    ranked(stage, first_song, SAD)
    first_song.play()
    assert stage.playing == UNHEARD.id
    assert not first_song.is_awaited
    assert stage.requests[-1].exclude == {UNHEARD.id}


def test_a_song_plays_by_itself_only_once_and_only_if_it_is_awaited(stage: Stage) -> None:
    first_song = FirstSong(stage.session)
    stage.session.set_mood("sad")
    ranked(stage, first_song, SAD)
    first_song.play()
    assert stage.playing is None
