"""What the statement says of its pictures holds for the numbers behind them; what is random, in 5 of 5 seeds."""

import numpy as np
import pytest

from tests.claims import opened

pictures, own = opened(__file__)
every_seed = pytest.mark.parametrize("seed", range(5))


@every_seed
def test_other_units_change_nothing_in_training_and_much_in_test_mode(seed):
    data = pictures.units(own, seed)
    assert data["train"] < 1e-4 and data["test"] > 10


@every_seed
def test_without_normalisation_the_values_get_narrower_layer_by_layer_and_with_it_they_do_not(seed):
    data = pictures.histograms(own, seed)
    without, with_it = ([z.std() for z in data[each]] for each in (False, True))
    assert without[0] > 1.5 * without[1] > 2 * without[2]
    assert np.allclose(with_it, 1, atol=0.06)


@every_seed
def test_at_rate_0_05_normalisation_saves_nine_of_ten_epochs(seed):
    without, with_it = pictures.epochs(own, rates=(0.05,), seed=seed)[0.05]
    assert 18 <= without <= 27 and with_it <= 2


@every_seed
def test_every_rate_will_do_with_normalisation_and_none_is_better_without(seed):
    data = pictures.epochs(own, rates=(0.01, 0.1, 0.3), seed=seed)
    assert all(with_it <= without and with_it <= 8 for without, with_it in data.values())
    assert data[0.01][0] > pictures.LIMIT and data[0.01][1] < 10


def test_the_gradient_check_finds_next_to_nothing_and_the_columns_of_dx_sum_to_zero():
    data = pictures.gradient_check(own)
    assert data["relative"] < 1e-8 and np.allclose(data["sums"], 0, atol=1e-12)


def test_both_backward_passes_agree():
    assert max(pictures.both_backwards(own).values()) < 1e-12
