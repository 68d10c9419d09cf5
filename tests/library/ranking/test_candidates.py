import numpy as np
import pytest

from tui_player.library.ranking.candidates import best_rows


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("size", [1, 64, 300, 5000])
def test_no_row_outside_the_pool_is_better_than_its_bound(seed: int, size: int) -> None:
    random = np.random.default_rng(seed)
    totals = random.normal(size=4000).astype(np.float32)
    totals[random.random(4000) < random.choice([0.0, 0.5, 0.99])] = -np.inf
    if seed % 3 == 0:
        totals = np.round(totals)  # many are equally good
    rows, bound = best_rows(totals, size)
    outside = np.ones(len(totals), np.bool_)
    outside[rows] = False
    assert (totals[outside] <= bound).all()
    assert len(rows) >= min(size, np.isfinite(totals).sum())
    assert np.isfinite(totals[rows]).all()
    best = np.sort(totals)[::-1][: min(size, len(rows))]
    np.testing.assert_array_equal(np.sort(totals[rows])[::-1][: len(best)], best)


def test_where_all_fit_in_there_is_nothing_outside() -> None:
    totals = np.array([1.0, -np.inf, 2.0], np.float32)
    rows, bound = best_rows(totals, 10)
    assert rows.tolist() == [0, 2]
    assert bound == -np.inf


def test_what_may_not_be_picked_is_never_in_the_pool() -> None:
    totals = np.full(150, -np.inf, np.float32)
    totals[[3, 77]] = 1
    rows, _ = best_rows(totals, 16)
    assert rows.tolist() == [3, 77]
