"""What the statement says of its pictures holds for the numbers behind them; what is random, in 5 of 5 seeds."""

import numpy as np
import pytest

from tests.claims import opened

pictures, own = opened(__file__)


def test_raw_ages_make_a_valley_22_669_times_longer_than_wide_and_normalised_ones_a_round_bowl():
    data = pictures.two_valleys(own, grid=2)
    assert [round(data[kind]["condition"]) for kind in ("raw", "normalized")] == [22669, 1]


def test_1500_raw_steps_hardly_leave_the_axis_and_50_normalised_ones_arrive():
    data = pictures.two_valleys(own, grid=2)
    assert data["raw"]["points"].shape == (1501, 2)
    assert round(data["raw"]["points"][-1][0], 1) == 11.2
    assert np.allclose(data["normalized"]["points"][-1], (142.5333, 14.59911), rtol=0.006)


def test_the_path_goes_downhill_all_the_way():
    X, y, _, _ = pictures.normalized(own)
    J = [pictures.history(own, X, y, point, 0.0, 1)[0] for point in pictures.walk(own, X, y, (0, 0), 0.1, 50)]
    assert np.all(np.diff(J) < 0)


def test_one_rate_is_slow_one_good_and_one_gets_worse_with_every_step():
    slow, good, bad = pictures.three_rates(own).values()
    assert [round(J[-1], 1) for J in (slow, good)] == [3897.0, 140.2]
    assert np.all(np.diff(bad) > 0) and bad[-1] > 1e8


def test_the_largest_rate_on_raw_ages_is_that_of_the_statement():
    X, y = pictures.raw()
    below, above = (pictures.history(own, X, y, (0, 0), alpha, 60) for alpha in (8.7e-4, 8.9e-4))
    assert below[-1] < below[0] and above[-1] > above[0]


def test_the_start_decides_which_of_two_minima_is_found():
    left, right = pictures.local_minimum(own)
    assert [round(path[-1], 2) for path in (left, right)] == [-1.3, 1.13]


@pytest.mark.parametrize("seed", range(5))
def test_the_smaller_the_batch_the_further_above_the_minimum_it_dances(seed):
    one, five, all_rows = (pictures.excess(J) for J in pictures.noise(own, seed=seed).values())
    assert one > 5 * five and five > 0.1 > all_rows > -1e-6


def test_descent_and_equation_agree_and_predict_145_32_at_48():
    data = pictures.two_roads(own)
    assert np.allclose(data["descent"], data["equation"], rtol=1e-9)
    assert np.allclose(data["equation"], (98.71471814, 0.97087035))
    assert round(data["predicted"][1], 2) == 145.32
