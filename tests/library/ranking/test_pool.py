from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from tui_player.library.catalog import Catalog
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.ranking.pool import LEAST_BETWEEN, LONGEST_REST, rest_songs, songs_since
from tui_player.library.ranking.ranker import rank
from tui_player.library.ranking.request import Pick, RankRequest, Weights
from tui_player.library.ranking.strategy import Strategy
from tui_player.library.song import Song, SongId

SongMaker = Callable[..., Song]
Ranker = Callable[..., list[Pick]]

NOW = 1_800_000_000.0
SONG_S = 240.0
SAD = (-0.6, -0.6)
HAPPY = (0.6, 0.6)
CALM = (0.6, -0.6)


class Evening:
    """Plays what the ranking picks, and writes it back."""

    def __init__(self, songs: list[Song], mood: tuple[float, float], weights: Weights) -> None:
        self.catalog = Catalog.of(songs)
        self.mood, self.weights = mood, weights
        self.events: list[Feedback] = []
        self.now = NOW

    def play(self, count: int) -> list[SongId]:
        """The ids of the next songs."""
        return [self._play_one() for _ in range(count)]

    def _play_one(self) -> SongId:
        request = RankRequest(*self.mood, Strategy.MATCH, self.now, limit=1, seed=len(self.events))
        [pick] = rank(self.catalog, self.events, request, self.weights)
        self.now += SONG_S
        self.events.append(Feedback(FeedbackKind.PLAY, pick.song.id, self.now, *self.mood, 1.0))
        known = self.catalog.songs[self.catalog.row_of[pick.song.id]]
        self.catalog.replace(replace(known, last_played_at=self.now, plays=known.plays + 1))
        return pick.song.id


@pytest.fixture
def songs(make_song: SongMaker) -> list[Song]:
    """A hundred songs of each of three moods."""
    spread = np.random.default_rng(3).normal(0, 0.1, (300, 2))
    return [
        make_song(number % 3, (place[0] + dx, place[1] + dy))
        for number, (dx, dy) in enumerate(spread.tolist())
        for place in [(SAD, HAPPY, CALM)[number % 3]]
    ]


def of_mood(number: int, songs: list[Song]) -> set[SongId]:
    return {song.id for song in songs[number::3]}


def test_the_mood_does_not_wear_off_in_an_evening(songs: list[Song]) -> None:
    heard = Evening(songs, SAD, Weights()).play(60)
    assert set(heard) <= of_mood(0, songs)


def test_no_song_comes_twice_within_thirty(songs: list[Song]) -> None:
    heard = Evening(songs, HAPPY, Weights()).play(70)
    for place in range(len(heard) - LEAST_BETWEEN):
        assert len(set(heard[place : place + LEAST_BETWEEN])) == LEAST_BETWEEN


def test_a_small_mood_comes_round_again_before_another_mood_takes_over(
    make_song: SongMaker,
) -> None:
    sad = [make_song(0, SAD) for _ in range(4)]
    others = [make_song(1, HAPPY) for _ in range(4)]
    heard = Evening([*sad, *others], SAD, Weights()).play(16)
    assert {song.id for song in sad} == set(heard[:4])
    assert all(len(set(heard[place : place + 4])) == 4 for place in range(12))
    assert sum(song.id in heard[4:] for song in sad) == 4


def test_the_nearest_mood_comes_first_when_the_fitting_songs_rest(make_song: SongMaker) -> None:
    sad = [make_song(0, SAD) for _ in range(3)]
    calm = [make_song(1, (0.2, -0.6)) for _ in range(3)]
    happy = [make_song(2, HAPPY) for _ in range(6)]
    heard = Evening([*sad, *calm, *happy], SAD, Weights()).play(6)
    assert set(heard[:3]) == {song.id for song in sad}
    assert set(heard[3:]) == {song.id for song in calm}


def test_likes_of_another_mood_do_not_change_the_mood(songs: list[Song]) -> None:
    evening = Evening(songs, SAD, Weights())
    evening.events = [
        Feedback(FeedbackKind.LIKE, song.id, NOW - SONG_S, *HAPPY) for song in songs[1::3]
    ]
    assert set(evening.play(30)) <= of_mood(0, songs)


def test_the_mood_slider_gives_other_songs_back(songs: list[Song]) -> None:
    liked = songs[1::3][:10]
    evening = Evening(songs, SAD, Weights(mood=0))
    evening.events = [Feedback(FeedbackKind.LIKE, song.id, NOW - SONG_S, *HAPPY) for song in liked]
    assert not set(evening.play(10)) <= of_mood(0, songs)


def test_songs_that_rest_come_later_in_the_same_queue(make_song: SongMaker, ranked: Ranker) -> None:
    """A queue is made of what will have rested by then."""
    fresh = [make_song(0, SAD) for _ in range(10)]
    heard = [make_song(0, SAD, last_played_at=NOW - number) for number in range(2)]
    queue = [pick.song for pick in ranked([*heard, *fresh], mood=SAD)]
    assert len(queue) == 12
    assert min(queue.index(song) for song in heard) >= 4


def test_a_night_rests_every_song(make_song: SongMaker) -> None:
    heard = [make_song(last_played_at=NOW - 240 * number) for number in range(40)]
    since = songs_since(Catalog.of(heard), NOW)
    assert since.tolist() == pytest.approx(list(range(40)), abs=1e-3)
    assert songs_since(Catalog.of(heard), NOW + 12 * 3600).min() >= LEAST_BETWEEN


def test_a_play_in_the_future_counts_as_just_now(make_song: SongMaker) -> None:
    song = make_song(last_played_at=NOW + 1e9)
    assert songs_since(Catalog.of([song]), NOW).tolist() == [0.0]


@pytest.mark.parametrize(
    ("fitting", "songs", "rest"),
    [
        (3, 12, 6),
        (30, 150, 30),
        (33, 60, 30),
        (200, 4_000, 150),
        (100, 500, 80),
        (5_000, 90_000, LONGEST_REST),
    ],
)
def test_the_rest_follows_from_how_many_songs_fit(fitting: int, songs: int, rest: int) -> None:
    assert rest_songs(fitting, songs) == rest
