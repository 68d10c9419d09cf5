import numpy as np
import pytest

from tui_player.library.ranking.candidates import best_rows


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("size", [1, 64, 300, 5000])
def test_no_row_outside_the_candidates_exceeds_the_bound(seed: int, size: int) -> None:
    random = np.random.default_rng(seed)
    totals = random.normal(size=4000).astype(np.float32)
    totals[random.random(4000) < random.choice([0.0, 0.5, 0.99])] = -np.inf
    if seed % 3 == 0:
        totals = np.round(totals)  # many ties
    rows, bound = best_rows(totals, size)
    outside = np.ones(len(totals), np.bool_)
    outside[rows] = False
    assert (totals[outside] <= bound).all()
    assert len(rows) >= min(size, np.isfinite(totals).sum())
    assert np.isfinite(totals[rows]).all()
    best = np.sort(totals)[::-1][: min(size, len(rows))]
    np.testing.assert_array_equal(np.sort(totals[rows])[::-1][: len(best)], best)


def test_all_eligible_rows_are_candidates_if_there_are_few() -> None:
    totals = np.array([1.0, -np.inf, 2.0], np.float32)
    rows, bound = best_rows(totals, 10)
    assert rows.tolist() == [0, 2]
    assert bound == -np.inf


def test_ineligible_rows_are_never_candidates() -> None:
    totals = np.full(150, -np.inf, np.float32)
    totals[[3, 77]] = 1
    rows, _ = best_rows(totals, 16)
    assert rows.tolist() == [3, 77]
