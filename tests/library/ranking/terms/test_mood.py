import random
from collections.abc import Callable

import numpy as np
import pytest

from tui_player.expression.classes import COORDINATES
from tui_player.library.catalog import Catalog
from tui_player.library.ranking.mean_song import MeanSong
from tui_player.library.ranking.ranker import rank
from tui_player.library.ranking.request import Pick, RankRequest, Weights
from tui_player.library.ranking.strategy import CALM, GOALS, POSITIVE, Point, Strategy
from tui_player.library.ranking.terms.mood import UNANALYSED_FIT, WIDTH, MoodFits
from tui_player.library.song import Song

SongMaker = Callable[..., Song]
Ranker = Callable[..., list[Pick]]
PLACES = ((0.7, 0.6), (-0.7, 0.6), (-0.7, -0.6), (0.7, -0.6))
FIRST = 10


def spread_songs(
    make_song: SongMaker, centre: Point = (0.0, 0.0), spread: float = 0.35, count: int = 400
) -> list[Song]:
    """Songs around a place of the plane."""
    chance = random.Random(5)

    def near(middle: float) -> float:
        return min(max(chance.gauss(middle, spread), -1.0), 1.0)

    return [make_song(0, (near(centre[0]), near(centre[1]))) for _ in range(count)]


def first_songs(songs: list[Song], target: Point) -> list[Song]:
    """The first songs of a queue that follows the mood alone."""
    request = RankRequest(*target, Strategy.MATCH, 0.0, limit=FIRST)
    return [pick.song for pick in rank(Catalog.of(songs), [], request, Weights.only(mood=1))]


def mean_place(songs: list[Song]) -> Point:
    heard = [song.analysis for song in songs if song.analysis]
    return (
        sum(one.valence for one in heard) / len(heard),
        sum(one.arousal for one in heard) / len(heard),
    )


@pytest.mark.parametrize("quadrant", range(4))
def test_a_song_at_the_target_fits_best_and_the_opposite_one_worst(
    make_song: SongMaker, quadrant: int
) -> None:
    fit = MoodFits(Catalog.of([make_song(place=place) for place in PLACES])).fit_to(
        PLACES[quadrant]
    )
    assert fit.argmax() == quadrant
    assert fit.argmin() == (quadrant + 2) % 4
    assert fit[quadrant] > 0.9
    assert fit[(quadrant + 2) % 4] < 0.05


def test_the_fit_is_its_mean_over_the_places_where_a_song_may_be(make_song: SongMaker) -> None:
    songs = [make_song(place=(0.3, 0.1), deviations=(0.4, 0.3)), make_song(deviations=(0.0, 0.0))]
    catalog, target = Catalog.of(songs), (-0.2, 0.5)
    [uncertain, _] = MoodFits(catalog).fit_to(target)
    random_places = np.random.default_rng(1).normal(
        catalog.places[:, 0], catalog.deviations[:, 0], size=(200_000, 2)
    )
    distances = ((random_places - target) ** 2).sum(axis=1)
    surest = WIDTH**2 / (WIDTH**2 + catalog.deviations[0, 1] ** 2)
    sampled = np.exp(-distances / (2 * WIDTH**2)).mean() / surest
    assert uncertain == pytest.approx(sampled, rel=0.02)


def test_the_surer_of_two_songs_at_the_target_fits_better(make_song: SongMaker) -> None:
    songs = [make_song(place=CALM, deviations=(one, one)) for one in (0.2, 0.5)]
    sure, unsure = MoodFits(Catalog.of(songs)).fit_to(CALM)
    assert sure > unsure


def test_fits_lie_between_zero_and_one(make_song: SongMaker) -> None:
    fits = MoodFits(Catalog.of(spread_songs(make_song, spread=0.8)))
    for target in (*PLACES, *GOALS.values(), (1.0, -1.0)):
        fit = fits.fit_to(target)
        assert fit.min() >= 0
        assert fit.max() <= 1


def test_in_the_middle_every_song_fits(make_song: SongMaker) -> None:
    songs = [make_song(None), *(make_song(place=place) for place in PLACES)]
    fit = MoodFits(Catalog.of(songs)).fit_to((0.0, 0.0))
    np.testing.assert_allclose(fit, 1, atol=1e-6)


def test_a_song_without_analysis_fits_moderately(make_song: SongMaker) -> None:
    catalog = Catalog.of([make_song(None), *(make_song(place=place) for place in PLACES)])
    fit = MoodFits(catalog).fit_to((0.6, 0.6))
    assert fit[0] == pytest.approx(UNANALYSED_FIT)
    assert sorted(fit)[0] < fit[0] < sorted(fit)[-1]


def test_the_fit_of_some_songs_is_the_same_as_in_the_whole_library(make_song: SongMaker) -> None:
    fits = MoodFits(Catalog.of([make_song(None), *spread_songs(make_song, count=30)]))
    rows, targets = np.array([3, 0, 7]), [(0.6, 0.6), (-0.1, 0.1), CALM]
    expected = [fits.fit_to(target)[row] for row, target in zip(rows, targets, strict=True)]
    np.testing.assert_allclose(fits.fit_of(rows, targets), expected, rtol=1e-5)


def test_the_fit_of_the_mean_song_is_the_mean_fit(make_song: SongMaker) -> None:
    songs = [make_song(None), *(make_song(place=place) for place in PLACES[:3])]
    fit = MoodFits(Catalog.of(songs)).fit_to((0.6, 0.6))
    assert MeanSong({}, np.arange(len(songs))).mean_of(fit) == pytest.approx(fit.mean())


@pytest.mark.parametrize("library", [(0.1, -0.4), (-0.3, 0.6)], ids=["piano", "metal"])
def test_a_library_of_one_kind_has_a_lively_and_a_calm_end(
    make_song: SongMaker, library: Point
) -> None:
    songs = spread_songs(make_song, library, spread=0.12)
    lively, calm = first_songs(songs, GOALS["energetic"]), first_songs(songs, CALM)
    assert mean_place(lively)[1] > library[1] + 0.12
    assert mean_place(calm)[1] < library[1] - 0.07


@pytest.mark.parametrize("library", [(0.1, -0.4), (-0.3, 0.6)], ids=["piano", "metal"])
def test_both_ends_of_a_library_of_one_kind_fit(make_song: SongMaker, library: Point) -> None:
    songs = spread_songs(make_song, library, spread=0.12)
    for target in (POSITIVE, CALM):
        fit = MoodFits(Catalog.of(songs)).fit_to(target)
        assert fit.max() > UNANALYSED_FIT
        assert fit.max() > 2 * np.median(fit)


@pytest.mark.parametrize("songs", [1, 2, 50])
def test_a_library_of_equal_songs_has_equal_fits(make_song: SongMaker, songs: int) -> None:
    catalog = Catalog.of([make_song(0, (-0.4, 0.3)) for _ in range(songs)])
    for target in PLACES:
        fit = MoodFits(catalog).fit_to(target)
        assert np.isfinite(fit).all()
        assert np.ptp(fit) == 0


def test_angry_music_is_livelier_than_music_of_fear(make_song: SongMaker) -> None:
    songs = spread_songs(make_song)
    angry, fear = (first_songs(songs, COORDINATES[mood]) for mood in ("angry", "fear"))
    assert len({song.id for song in angry} & {song.id for song in fear}) <= FIRST // 2
    assert mean_place(angry)[1] > mean_place(fear)[1] + 0.15


def test_sleepy_music_is_quieter_than_calm_music(make_song: SongMaker) -> None:
    songs = spread_songs(make_song)
    calm, sleepy = (first_songs(songs, GOALS[goal]) for goal in ("calm", "sleepy"))
    assert len({song.id for song in calm} & {song.id for song in sleepy}) <= FIRST // 2
    assert mean_place(sleepy)[1] < mean_place(calm)[1] - 0.15


def test_a_place_that_is_calm_only_in_this_library_is_called_so(
    make_song: SongMaker, ranked: Ranker
) -> None:
    songs = spread_songs(make_song, (-0.3, 0.6), spread=0.12)
    first, *_ = ranked(songs, mood=CALM)
    assert "among your songs" in first.why
