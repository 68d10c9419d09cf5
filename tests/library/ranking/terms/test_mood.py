from collections.abc import Callable

import numpy as np
import pytest

from tui_player.library.catalog import Catalog
from tui_player.library.ranking.mean_song import MeanSong
from tui_player.library.ranking.terms.mood import UNANALYSED_FIT, mood_fit, quadrant_fits
from tui_player.library.song import Song

SongMaker = Callable[..., Song]
PLACES = ((0.9, 0.8), (-0.9, 0.8), (-0.9, -0.8), (0.9, -0.8))


@pytest.mark.parametrize("quadrant", range(4))
def test_a_song_surely_in_the_quadrant_of_the_target_fits_best(
    make_song: SongMaker, quadrant: int
) -> None:
    catalog = Catalog.of([make_song(place=place) for place in PLACES])
    fit = mood_fit(catalog, quadrant_fits(PLACES[quadrant]))
    assert fit.argmax() == quadrant
    assert fit[quadrant] > 0.85
    assert fit[(quadrant + 2) % 4] < 0.15


def test_the_surer_of_two_songs_fits_better(make_song: SongMaker) -> None:
    catalog = Catalog.of([make_song(place=(0.9, 0.9)), make_song(place=(0.2, 0.2))])
    sure, unsure = mood_fit(catalog, quadrant_fits((0.6, 0.6)))
    assert sure > unsure


def test_in_the_middle_every_song_fits(make_song: SongMaker) -> None:
    catalog = Catalog.of([make_song(place=place) for place in PLACES])
    np.testing.assert_allclose(mood_fit(catalog, quadrant_fits((0.0, 0.0))), 1, atol=1e-6)


def test_a_song_without_analysis_fits_moderately(make_song: SongMaker) -> None:
    catalog = Catalog.of([make_song(None), *(make_song(place=place) for place in PLACES)])
    fit = mood_fit(catalog, quadrant_fits((0.6, 0.6)))
    assert fit[0] == pytest.approx(UNANALYSED_FIT)
    assert sorted(fit)[0] < fit[0] < sorted(fit)[-1]


def test_the_fit_of_the_mean_song_is_the_mean_fit(make_song: SongMaker) -> None:
    songs = [make_song(None), *(make_song(place=place) for place in PLACES[:3])]
    catalog = Catalog.of(songs)
    fits = quadrant_fits((0.6, 0.6))
    mean = MeanSong(catalog, {}, np.arange(len(songs)))
    assert mean.mood_fit(fits) == pytest.approx(mood_fit(catalog, fits).mean())
