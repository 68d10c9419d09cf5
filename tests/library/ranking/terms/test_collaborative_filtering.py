"""Collaborative filtering: predictions from other listeners' ratings."""

from collections.abc import Callable

import numpy as np
import pytest

from tui_player.library.catalog import Catalog
from tui_player.library.feedback import History
from tui_player.library.ranking.terms.collaborative_filtering import collaborative_term, scores_for
from tui_player.library.song import Song, SongId

SongMaker = Callable[..., Song]
LIKE, DISLIKE = History(rating=1), History(rating=-1)


def liking(*songs: int) -> dict[SongId, History]:
    return {SongId(song): LIKE for song in songs}


def test_without_others_there_are_no_scores() -> None:
    assert scores_for({}, "") is None
    assert scores_for({"": liking(1, 2)}, "") is None


def test_songs_liked_by_similar_listeners_come_first() -> None:
    others = {f"rock {n}": liking(1, 2, 3) for n in range(6)}
    others |= {f"folk {n}": liking(7, 8, 9) for n in range(6)}
    scores = scores_for({"": liking(1, 2)} | others, "")
    assert scores is not None
    assert scores[SongId(3)] > 0.5
    assert abs(scores[SongId(9)]) < 0.1


def test_songs_disliked_by_similar_listeners_come_last() -> None:
    others = {f"{n}": liking(1, 2) | {SongId(3): DISLIKE} for n in range(6)}
    scores = scores_for({"": liking(1, 2)} | others, "")
    assert scores is not None
    assert scores[SongId(3)] < -0.5


def test_a_new_listener_gets_the_mean_of_the_others() -> None:
    others = {"a": liking(1, 2), "b": liking(1)}
    scores = scores_for(others, "new")
    assert scores is not None
    assert scores[SongId(1)] > scores[SongId(2)] > 0


def test_plays_raise_unrated_songs_and_skips_lower_them() -> None:
    others = {"a": {SongId(1): History(plays=3), SongId(2): History(skips=2)}}
    scores = scores_for(others, "new")
    assert scores is not None
    assert scores[SongId(1)] > 0 > scores[SongId(2)]


def test_the_score_of_an_unknown_song_is_predicted_from_its_sound(make_song: SongMaker) -> None:
    rock = [make_song(0) for _ in range(12)]
    folk = [make_song(1) for _ in range(12)]
    catalog = Catalog.of([*rock, *folk])
    scores = {song.id: 1.0 for song in rock[:10]} | {song.id: -1.0 for song in folk[:10]}
    term = collaborative_term(catalog, scores)
    assert term.shape == (24,)
    assert (term[10:12] > 0.6).all()
    assert (term[22:] < 0.4).all()


@pytest.mark.parametrize("scores", [{}, {SongId(99): 1.0}])
def test_songs_outside_the_catalog_have_no_effect(
    make_song: SongMaker, scores: dict[SongId, float]
) -> None:
    term = collaborative_term(Catalog.of([make_song(), make_song(None)]), scores)
    np.testing.assert_allclose(term, 0.5)


def test_two_dislikes_do_not_predict_a_like() -> None:
    others = {f"{n}": liking(1) | {SongId(2): DISLIKE} for n in range(6)}
    scores = scores_for({"": {SongId(1): DISLIKE}} | others, "")
    assert scores is not None
    assert scores[SongId(2)] <= 0
