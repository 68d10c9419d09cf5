from collections.abc import Callable

import numpy as np

from tui_player.library.catalog import Catalog
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.ranking.event_weights import weigh_events
from tui_player.library.ranking.request import RankRequest
from tui_player.library.ranking.strategy import Strategy
from tui_player.library.ranking.terms.similar import similarity
from tui_player.library.song import Song

SongMaker = Callable[..., Song]
NOW = 1_800_000_000.0
DAY_S = 86_400.0
REQUEST = RankRequest(0.0, 0.0, Strategy.MATCH, NOW)


def like(song: Song, days_ago: float = 0.0) -> Feedback:
    return Feedback(FeedbackKind.LIKE, song.id, NOW - days_ago * DAY_S, 0.0, 0.0)


def similarities(songs: list[Song], *events: Feedback) -> list[float]:
    catalog = Catalog.of(songs)
    values: list[float] = similarity(catalog, weigh_events(catalog, events, REQUEST)).tolist()
    return values


def kinds(make_song: SongMaker) -> list[Song]:
    return [make_song(kind) for kind in (0, 0, 1, 1)]


def test_similarity_is_neutral_before_any_like(make_song: SongMaker) -> None:
    assert similarities(kinds(make_song)) == [0.5] * 4


def test_songs_that_sound_like_the_liked_one_come_first(make_song: SongMaker) -> None:
    songs = kinds(make_song)
    _, alike, *others = similarities(songs, like(songs[0]))
    assert alike > 0.6
    assert max(others) < 0.5


def test_the_latest_like_counts_most(make_song: SongMaker) -> None:
    songs = kinds(make_song)
    values = similarities(songs, like(songs[0], days_ago=6), like(songs[2]))
    assert values[3] > values[1]


def test_an_old_like_has_no_effect(make_song: SongMaker) -> None:
    songs = kinds(make_song)
    np.testing.assert_allclose(similarities(songs, like(songs[0], days_ago=90)), 0.5, atol=0.01)


def test_a_dislike_is_not_a_like_of_the_opposite(make_song: SongMaker) -> None:
    songs = kinds(make_song)
    dislike = Feedback(FeedbackKind.DISLIKE, songs[0].id, NOW, 0.0, 0.0)
    assert similarities(songs, dislike) == [0.5] * 4
