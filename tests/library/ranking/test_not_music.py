"""Speech, noise and nature stay out of the queue unless the settings ask for them."""

from collections.abc import Callable

import pytest

from tui_player.library.catalog import Catalog
from tui_player.library.ranking.explanation import explain
from tui_player.library.ranking.request import Pick, RankRequest, Weights
from tui_player.library.ranking.settings import QueueSettings
from tui_player.library.ranking.strategy import CALM, GOALS, Strategy
from tui_player.library.song import Song

SongMaker = Callable[..., Song]
Ranker = Callable[..., list[Pick]]

TENSE = (-0.5, 0.6)


@pytest.fixture
def songs(make_song: SongMaker) -> list[Song]:
    """Two pieces of music, speech and rain; the rain is heard as tense."""
    return [
        make_song(0, CALM),
        make_song(1, TENSE),
        make_song(2, CALM, speech=0.9),
        make_song(3, TENSE, noise=0.9),
    ]


@pytest.mark.parametrize("mood", [CALM, TENSE, (0.0, 0.0)])
def test_only_music_is_picked(songs: list[Song], ranked: Ranker, mood: tuple[float, float]) -> None:
    assert {pick.song.id for pick in ranked(songs, mood=mood)} == {songs[0].id, songs[1].id}


def test_a_song_without_analysis_counts_as_music(make_song: SongMaker, ranked: Ranker) -> None:
    waiting = make_song(None)
    assert [pick.song for pick in ranked([waiting])] == [waiting]


def test_speech_comes_if_it_is_asked_for(songs: list[Song], ranked: Ranker) -> None:
    picks = ranked(songs, mood=CALM, admitted=QueueSettings(speech=True))
    assert {pick.song.kind for pick in picks} == {"music", "speech"}
    assert picks[0].song is songs[0], "it has no mood that could fit best"


@pytest.mark.parametrize("goal", ["calm", "sleepy"])
def test_nature_comes_as_calm_if_it_is_asked_for(
    songs: list[Song], ranked: Ranker, goal: str
) -> None:
    picks = ranked(songs, mood=GOALS[goal], admitted=QueueSettings(nature=True))
    assert [pick.song.kind for pick in picks[:2]] == ["music", "noise"]
    assert {pick.song.kind for pick in picks} == {"music", "noise"}


@pytest.mark.parametrize("goal", ["happy", "energetic", "warm", "sad"])
def test_nature_does_not_come_in_other_moods(songs: list[Song], ranked: Ranker, goal: str) -> None:
    picks = ranked(songs, mood=GOALS[goal], admitted=QueueSettings(nature=True))
    assert {pick.song.kind for pick in picks} == {"music"}


def test_nature_comes_late_on_the_way_to_calm(make_song: SongMaker, ranked: Ranker) -> None:
    tense = [make_song(kind, TENSE) for kind in range(4)]
    rain = make_song(4, TENSE, noise=0.9)
    picks = ranked(
        [rain, *tense],
        mood=TENSE,
        strategy=Strategy.CALM,
        path_minutes=8.0,
        admitted=QueueSettings(nature=True),
    )
    assert picks[0].song is not rain
    assert rain in [pick.song for pick in picks[1:3]]


def test_a_library_without_music_gives_an_empty_queue(make_song: SongMaker, ranked: Ranker) -> None:
    assert ranked([make_song(speech=0.9), make_song(noise=0.9)]) == []


@pytest.mark.parametrize(
    ("row", "nature", "why"),
    [
        (2, False, "speech stays out of the queue unless the settings have speech = true"),
        (3, False, "noise stays out of the queue unless the settings have nature = true"),
        (3, True, "noise comes only on the way to calm"),
    ],
)
def test_why_says_that_a_file_stays_out_and_how_it_comes(
    songs: list[Song], row: int, nature: bool, why: str
) -> None:
    admitted = QueueSettings(nature=nature)
    request = RankRequest(*TENSE, Strategy.MATCH, 0.0, admitted=admitted)
    explanation = explain(
        Catalog.of(songs), [], request, Weights(), collaborative=None, song_id=songs[row].id
    )
    assert explanation.standing.why.startswith(why)
    assert not explanation.standing.may_come
    assert explanation.queue_place is None
    assert explanation.moves == []


def test_the_reason_of_nature_does_not_call_it_music(
    make_song: SongMaker, songs: list[Song], ranked: Ranker
) -> None:
    tense = [make_song(1, TENSE) for _ in range(9)]
    picks = ranked([*songs, *tense], mood=CALM, admitted=QueueSettings(nature=True))
    [why] = [pick.why for pick in picks if pick.song is songs[3]]
    assert why.split(" · ")[0] == "noise"
