"""Places relative to a library keep their order and are safe for any library."""

import numpy as np
import pytest

from tui_player.library.relative_places import LEAST_SPREAD, USUAL_SPREAD, Floats, relative_places


def library(centre: tuple[float, float], spread: float, songs: int) -> Floats:
    generator = np.random.default_rng(3)
    places = np.array(centre)[:, None] + spread * generator.normal(size=(2, songs))
    return places.astype(np.float32)


def relative(places: Floats) -> Floats:
    return relative_places(places, np.ones(places.shape[1], np.bool_))


def test_a_library_of_many_kinds_is_left_as_it_is() -> None:
    places = library((0.0, 0.0), USUAL_SPREAD, 5000).clip(-1, 1)
    np.testing.assert_allclose(relative(places), places, atol=0.05)


def test_a_wide_library_is_not_narrowed() -> None:
    places = library((0.0, 0.0), 2 * USUAL_SPREAD, 5000).clip(-1, 1)
    np.testing.assert_allclose(relative(places), places, atol=0.05)


def test_a_narrow_library_is_stretched_and_centred() -> None:
    places = library((0.0, -0.5), 0.12, 2000)
    mixed = relative(places)
    assert mixed.std(axis=1) == pytest.approx((0.12 + USUAL_SPREAD) / 2, abs=0.02)
    assert np.median(mixed[1]) == pytest.approx(-0.25, abs=0.02)


def test_the_order_of_songs_stays() -> None:
    places = library((0.3, -0.3), 0.15, 50)
    for before, after in zip(places, relative(places), strict=True):
        assert np.argsort(before).tolist() == np.argsort(after).tolist()


def test_a_small_library_is_taken_nearly_as_it_is() -> None:
    places = library((0.5, 0.5), 0.0, 1)
    np.testing.assert_allclose(relative(places), places, atol=0.1)


@pytest.mark.parametrize("songs", [1, 2, 1000])
def test_equal_songs_stay_equal_and_on_the_plane(songs: int) -> None:
    mixed = relative(library((0.9, -0.9), 0.0, songs))
    assert np.ptp(mixed, axis=1).tolist() == [0, 0]
    assert np.abs(mixed).max() <= 1


def test_differences_as_small_as_errors_are_not_stretched_to_the_whole_plane() -> None:
    places = library((0.0, 0.0), LEAST_SPREAD / 10, 2000)
    assert np.abs(relative(places)).max() < 0.2


def test_songs_that_do_not_count_do_not_move_the_others() -> None:
    places = library((0.2, 0.2), 0.2, 100)
    places[:, 50:] = -1
    counted = np.arange(100) < 50
    np.testing.assert_allclose(
        relative_places(places, counted)[:, :50], relative(places[:, :50]), atol=1e-6
    )


def test_a_library_without_music_keeps_its_places() -> None:
    places = library((0.2, 0.2), 0.2, 3)
    np.testing.assert_array_equal(relative_places(places, np.zeros(3, np.bool_)), places)
