"""What the statement says of its pictures holds for the numbers behind them; what is random, in 5 of 5 seeds."""

import numpy as np
import pytest

from tests.claims import opened

pictures, own = opened(__file__)
every_seed = pytest.mark.parametrize("seed", range(5))


@pytest.fixture(scope="module")
def ends():
    """Gap and validation loss at the end of five trainings without dropout and five with it."""
    return pictures.five_seeds(own)


@every_seed
def test_the_gap_between_validation_and_training_loss_is_smaller_with_dropout(ends, seed):
    assert ends[0.5][seed, 0] < 0.95 * ends[1.0][seed, 0]


@every_seed
def test_the_validation_loss_is_lower_with_dropout(ends, seed):
    assert ends[0.5][seed, 1] < ends[1.0][seed, 1]


@every_seed
def test_the_mean_of_the_output_stays_and_its_deviation_grows_as_theory_says(seed):
    data = pictures.mean_and_spread(own, seed=seed)
    theory = np.sqrt((1 - data["p"]) / data["p"])
    assert np.allclose(data["mean"], 1, atol=0.12)
    assert np.allclose(data["std"], theory, rtol=0.05, atol=1e-9)


def test_every_iteration_switches_off_other_units():
    masks = {tuple(on) for on in pictures.iterations(own)}
    assert len(masks) == 5 and all(0 < sum(on) < 8 for on in masks)


def test_the_check_of_the_affine_layer_finds_next_to_nothing():
    assert max(pictures.affine_check(own).values()) < 1e-8


def test_the_table_is_the_digits_of_scikit_learn():
    images, labels = pictures.table()
    given = pytest.importorskip("sklearn.datasets").load_digits()
    assert np.array_equal(16 * images, given.images) and np.array_equal(labels, given.target)
