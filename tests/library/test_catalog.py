from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from tui_player.library.analysis import UNKNOWN_DEVIATIONS
from tui_player.library.catalog import (
    GENRES_PER_SONG,
    LARGEST_DEVIATION,
    LEAST_DEVIATION,
    NO_CODE,
    Catalog,
)
from tui_player.library.song import Analysis, Song, SongId, Tags


def analysis(
    vector: Sequence[float] = (3.0, 4.0),
    *,
    version: str = "1",
    place: tuple[float, float] = (0.5, -0.25),
    genres: dict[str, float] | None = None,
) -> Analysis:
    embedding = np.array(vector, "<f2").tobytes()
    return Analysis(version, embedding, genres or {}, (0.25, 0.25, 0.25, 0.25), *place)


def song(number: int, analysed: Analysis | None = None, tags: Tags | None = None) -> Song:
    return Song(SongId(number), f"/{number}", 1, 1, str(number), tags or Tags(), analysed)


def test_an_analysed_song_has_a_mood_and_an_embedding() -> None:
    catalog = Catalog.of([song(1), song(2, analysis()), song(3, analysis((4.0, -3.0)))])
    assert not catalog.embeddings[:, 0].any()
    assert catalog.embeddings[:, 1] == pytest.approx(-catalog.embeddings[:, 2])
    assert catalog.valence.tolist() == [0, 0.5, 0.5]
    assert catalog.arousal.tolist() == [0, -0.25, -0.25]
    assert catalog.analysed.tolist() == catalog.embedded.tolist() == [False, True, True]
    assert catalog.embeddings.dtype == np.float32


def test_directions_have_length_one_if_the_embedding_is_known() -> None:
    vectors = np.random.default_rng(1).normal(size=(9, 5)) + 3
    songs = [song(number, analysis(vector)) for number, vector in enumerate(vectors, 1)]
    directions = Catalog.of([song(10), *songs]).directions(range(10))
    assert np.linalg.norm(directions, axis=1) == pytest.approx([0] + [1] * 9, abs=1e-3)


def test_similarity_is_relative_to_the_mean_song() -> None:
    vectors = np.random.default_rng(1).normal(size=(40, 16)) + 3
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    songs = [song(number, analysis(vector)) for number, vector in enumerate(vectors, 1)]
    seen = vectors - vectors.mean(axis=0)
    seen /= np.linalg.norm(seen, axis=1, keepdims=True)
    directions = Catalog.of(songs).directions(range(40))
    np.testing.assert_allclose(directions @ directions.T, seen @ seen.T, atol=0.02)


def test_songs_with_the_same_embedding_are_not_separated() -> None:
    catalog = Catalog.of([song(number, analysis()) for number in range(1, 5)])
    assert np.abs(catalog.embeddings).max() < 1e-3


def test_missing_and_broken_songs_are_left_out() -> None:
    songs = [replace(song(1), missing=True), replace(song(2), failure="no sound"), song(3)]
    catalog = Catalog.of(songs)
    assert [kept.id for kept in catalog.songs] == [3]
    assert catalog.row_of == {3: 0}


def test_an_empty_library_has_a_catalog() -> None:
    assert len(Catalog.of([])) == 0


@pytest.mark.parametrize(
    "odd",
    [
        analysis((1.0, 2.0, 3.0)),
        analysis((1.0, 0.0), version="2"),
        Analysis.of({**analysis().document, "embedding": ""}),
        Analysis.of({**analysis().document, "embedding": "YWJj"}),
        analysis((float("nan"), 1.0)),
        analysis((0.0, 0.0)),
    ],
    ids=["length", "network", "empty", "torn", "not a number", "zero"],
)
def test_an_embedding_that_cannot_be_compared_is_ignored_and_the_mood_kept(odd: Analysis) -> None:
    catalog = Catalog.of([song(1, analysis()), song(2, analysis()), song(3, odd)])
    assert catalog.embedded.tolist() == [True, True, False]
    assert not catalog.embeddings[:, 2].any()
    assert (catalog.valence[2], catalog.arousal[2]) == (0.5, -0.25)


def test_a_mood_that_is_not_a_number_counts_as_not_analysed() -> None:
    catalog = Catalog.of([song(1, analysis(place=(float("nan"), 0.0)))])
    assert catalog.analysed.tolist() == [False]
    assert (catalog.valence[0], catalog.arousal[0]) == (0, 0)


def test_speech_and_noise_are_told_apart_from_music() -> None:
    heard = [
        Analysis("1", b"", {}, (0.25,) * 4, 0.0, 0.0, speech=speech, noise=noise)
        for speech, noise in ((0.5, 0.5), (0.9, 0.0), (0.0, 0.9), (0.8, 0.875))
    ]
    catalog = Catalog.of([song(9), *(song(number, one) for number, one in enumerate(heard, 1))])
    assert catalog.speech.tolist() == [False, False, True, False, False]
    assert catalog.noise.tolist() == [False, False, False, True, True]
    kinds = [kept.kind for kept in catalog.songs]
    assert kinds == ["music", "music", "speech", "noise", "noise"]


def test_the_library_s_spread_is_that_of_its_music() -> None:
    music = [song(number, analysis(place=(0.1 * number, -0.5))) for number in range(1, 8)]
    noisy = [
        song(number, Analysis("1", b"", {}, (0.25,) * 4, -1.0, 1.0, noise=1.0))
        for number in range(20, 30)
    ]
    places = Catalog.of([*music, *noisy]).places[:, : len(music)]
    np.testing.assert_allclose(places, Catalog.of(music).places, atol=1e-6)


def test_deviations_that_make_no_sense_are_bounded() -> None:
    odd = [(0.0, 30.0), (float("nan"), 0.25)]
    heard = [Analysis("1", b"", {}, (0.25,) * 4, 0.0, 0.0, deviations=one) for one in odd]
    catalog = Catalog.of([song(number, one) for number, one in enumerate(heard, 1)])
    expected = [[LEAST_DEVIATION, LARGEST_DEVIATION], [UNKNOWN_DEVIATIONS[0], 0.25]]
    np.testing.assert_allclose(catalog.deviations.T, expected, rtol=1e-6)


def test_case_of_artists_and_genres_is_ignored() -> None:
    tags = [
        Tags(artist="Björk", genres=("Art Pop", "art pop", "Electronic")),
        Tags(artist="BJÖRK ", genres=("ELECTRONIC",)),
        Tags(),
    ]
    catalog = Catalog.of([song(number, tags=each) for number, each in enumerate(tags, 1)])
    assert catalog.artists[0] == catalog.artists[1] == catalog.artist_code("björk")
    assert catalog.artists[2] == catalog.artist_code("nobody known") == NO_CODE
    rows = catalog.genre_sets[catalog.genre_set]
    names = [[catalog.genre_names[code] for code in row if code] for row in rows]
    assert names == [["art pop", "electronic"], ["electronic"], []]


def test_additional_genres_are_ignored() -> None:
    catalog = Catalog.of([song(1, tags=Tags(genres=tuple(f"genre {n}" for n in range(50))))])
    assert catalog.genre_sets.shape == (2, GENRES_PER_SONG)


def test_predicted_genres_share_names_with_tagged_ones() -> None:
    analysed = analysis(genres={"Jazz": 0.75, "Rock": 0.25})
    catalog = Catalog.of([song(1, analysed), song(2, tags=Tags(genres=("Jazz",)))])
    names = [catalog.genre_names[code] for code in catalog.predicted_genre_codes]
    shares = zip(names, catalog.predicted_genres[:, 0].tolist(), strict=True)
    assert {name: share for name, share in shares if share} == {"jazz": 0.75, "rock": 0.25}
    assert catalog.genre_names[catalog.genre_sets[catalog.genre_set[1], 0]] == "jazz"


def assert_same(left: Catalog, right: Catalog) -> None:
    assert left.songs == right.songs
    for name in ("embeddings", "valence", "arousal", "predicted_genres", "last_played_at"):
        np.testing.assert_allclose(getattr(left, name), getattr(right, name), atol=1e-6)
    for name in ("analysed", "embedded", "playable", "ratings"):
        np.testing.assert_array_equal(getattr(left, name), getattr(right, name))


def test_replacing_a_song_equals_a_new_catalog() -> None:
    before = [song(1, analysis()), song(2, analysis((1.0, 0.0)))]
    analysed = analysis((0.0, 1.0), place=(-0.5, 0.5))
    changed = replace(before[1], rating=1, plays=2, skips=1, last_played_at=9.0, analysis=analysed)
    catalog = Catalog.of(before)
    catalog.replace(changed)
    assert_same(catalog, Catalog.of([before[0], changed]))


def test_the_first_analysis_of_a_library_can_be_added() -> None:
    before = [song(1), song(2)]
    catalog = Catalog.of(before)
    catalog.replace(song(2, analysis(genres={"Jazz": 1.0})))
    assert_same(catalog, Catalog.of([song(1), song(2, analysis(genres={"Jazz": 1.0}))]))


def test_a_song_that_went_missing_is_no_longer_playable() -> None:
    catalog = Catalog.of([song(1), song(2)])
    catalog.replace(replace(song(1), missing=True))
    assert catalog.playable.tolist() == [False, True]


def test_an_unknown_song_is_not_added() -> None:
    catalog = Catalog.of([song(1)])
    catalog.replace(song(2))
    assert [held.id for held in catalog.songs] == [1]


def test_songs_outside_the_catalog_have_no_row() -> None:
    ids = np.array([2, 9, 1, 2**63], np.uint64)
    assert Catalog.of([song(2), song(1), song(4)]).rows_of(ids).tolist() == [0, -1, 1, -1]
    assert Catalog.of([]).rows_of(ids).tolist() == [-1] * 4


def test_values_of_genres_are_averaged_over_the_genres_of_a_song() -> None:
    tags = [Tags(genres=("Jazz", "Rock")), Tags(genres=("Rock",)), Tags()]
    catalog = Catalog.of([song(number, tags=each) for number, each in enumerate(tags, 1)])
    values = np.array([{"jazz": 4.0, "rock": 1.0}.get(name, 0.0) for name in catalog.genre_names])
    assert catalog.mean_of_tags(values.astype(np.float32)).tolist() == [2.5, 1, 0]


def test_random_numbers_of_a_song_stay_while_the_library_grows() -> None:
    small, large = Catalog.of([song(3), song(5)]), Catalog.of([song(5), song(4), song(3)])
    assert small.random_numbers(1).tolist() == [
        large.random_numbers(1)[2],
        large.random_numbers(1)[0],
    ]
    assert small.random_numbers(2).tolist() != small.random_numbers(1).tolist()
    large.replace(replace(song(4), analysis=analysis()))
    assert small.random_numbers(1).tolist() == [
        large.random_numbers(1)[2],
        large.random_numbers(1)[0],
    ]
