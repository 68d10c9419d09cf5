"""Song features for regressions."""

from collections.abc import Callable

import numpy as np
import pytest

from tui_player.library.catalog import Catalog, Floats
from tui_player.library.ranking.song_features import MOST_TAGS, SongFeatures
from tui_player.library.song import Song

SongMaker = Callable[..., Song]


def features_of(catalog: Catalog, *rows: int) -> SongFeatures:
    numbers = np.array(rows, np.intp)
    return SongFeatures(
        catalog, numbers, catalog.features[:, numbers], np.ones(len(rows), np.float32)
    )


def predicted(song_features: SongFeatures, said: list[float]) -> Floats:
    """Predictions for all songs by ridge regression on the opinions `said`."""
    matrix = song_features.matrix
    precision = matrix.T @ matrix + np.eye(matrix.shape[1])
    return song_features.predict(
        np.linalg.solve(precision, matrix.T @ np.array(said)).astype(np.float64)
    )


def test_predictions_are_the_feature_matrix_times_the_coefficients(make_song: SongMaker) -> None:
    heard = {"jazz": 0.75, "rock": 0.25}
    songs = [make_song(kind, heard=heard, genres=("Folk", "Jazz")[:kind]) for kind in range(3)]
    song_features = features_of(Catalog.of(songs), 0, 1, 2)
    vector = np.random.default_rng(1).normal(size=song_features.matrix.shape[1:])
    np.testing.assert_allclose(
        song_features.predict(vector), song_features.matrix @ vector, atol=1e-5
    )


def test_a_tagged_genre_predicts_songs_of_another_sound(make_song: SongMaker) -> None:
    songs = [make_song(kind, genres=(genre,)) for kind in (0, 1) for genre in ("Jazz", "Rock")]
    _, _, other_jazz, other_rock = predicted(features_of(Catalog.of(songs), 0, 1), [1.0, -1.0])
    assert other_jazz > 0.1
    assert other_rock < -0.1


def test_a_tagged_genre_is_weighted_by_the_number_of_tags(make_song: SongMaker) -> None:
    songs = [make_song(None, genres=genres) for genres in (("Jazz",), ("Jazz", "Rock", "Pop"), ())]
    alone, among, untagged = predicted(features_of(Catalog.of(songs), 0), [1.0])
    assert alone == pytest.approx(3 * among)
    assert untagged == 0


def test_only_the_genres_with_most_feedback_get_a_feature(make_song: SongMaker) -> None:
    rare = [make_song(None, genres=(f"rare {number}",)) for number in range(2 * MOST_TAGS)]
    often = [make_song(None, genres=("often",)) for _ in range(2)]
    song_features = features_of(Catalog.of([*rare, *often]), *range(2 * MOST_TAGS + 2))
    assert len(song_features.tags) == MOST_TAGS
    assert song_features.matrix.max(axis=1)[-2:].tolist() == [1, 1]


def test_a_song_without_sound_and_tags_has_no_features(make_song: SongMaker) -> None:
    catalog = Catalog.of([make_song(None), make_song(0), make_song(1)])
    assert not features_of(catalog, 0).matrix.any()
