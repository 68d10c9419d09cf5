"""What regressions see of songs."""

from collections.abc import Callable

import numpy as np
import pytest

from tui_player.library.catalog import Catalog, Floats
from tui_player.library.ranking.song_features import MOST_TAGS, Seen
from tui_player.library.song import Song

SongMaker = Callable[..., Song]


def seen_of(catalog: Catalog, *rows: int) -> Seen:
    numbers = np.array(rows, np.intp)
    return Seen(catalog, numbers, catalog.features[:, numbers], np.ones(len(rows), np.float32))


def foretold(seen: Seen, said: list[float]) -> Floats:
    """Of all songs, by ridge regression from what was `said` of those that were seen."""
    matrix = seen.matrix
    precision = matrix.T @ matrix + np.eye(matrix.shape[1])
    return seen.foretell(np.linalg.solve(precision, matrix.T @ np.array(said)).astype(np.float64))


def test_what_is_seen_of_a_song_is_what_is_foretold_of_it(make_song: SongMaker) -> None:
    heard = {"jazz": 0.75, "rock": 0.25}
    songs = [make_song(kind, heard=heard, genres=("Folk", "Jazz")[:kind]) for kind in range(3)]
    seen = seen_of(Catalog.of(songs), 0, 1, 2)
    vector = np.random.default_rng(1).normal(size=seen.matrix.shape[1:])
    np.testing.assert_allclose(seen.foretell(vector), seen.matrix @ vector, atol=1e-5)


def test_a_tagged_genre_speaks_for_songs_of_another_sound(make_song: SongMaker) -> None:
    songs = [make_song(kind, genres=(genre,)) for kind in (0, 1) for genre in ("Jazz", "Rock")]
    _, _, other_jazz, other_rock = foretold(seen_of(Catalog.of(songs), 0, 1), [1.0, -1.0])
    assert other_jazz > 0.1
    assert other_rock < -0.1


def test_a_genre_counts_as_much_as_the_song_has_few(make_song: SongMaker) -> None:
    songs = [make_song(None, genres=genres) for genres in (("Jazz",), ("Jazz", "Rock", "Pop"), ())]
    alone, among, untagged = foretold(seen_of(Catalog.of(songs), 0), [1.0])
    assert alone == pytest.approx(3 * among)
    assert untagged == 0


def test_of_very_many_genres_those_most_is_known_of_are_told_apart(make_song: SongMaker) -> None:
    rare = [make_song(None, genres=(f"rare {number}",)) for number in range(2 * MOST_TAGS)]
    often = [make_song(None, genres=("often",)) for _ in range(2)]
    seen = seen_of(Catalog.of([*rare, *often]), *range(2 * MOST_TAGS + 2))
    assert seen.matrix.shape[1] == MOST_TAGS
    assert seen.matrix.max(axis=1)[-2:].tolist() == [1, 1]


def test_nothing_is_seen_of_a_song_that_has_neither_sound_nor_tags(make_song: SongMaker) -> None:
    catalog = Catalog.of([make_song(None), make_song(0), make_song(1)])
    assert not seen_of(catalog, 0).matrix.any()
