"""What the statement says of its pictures holds for the numbers behind them, in 5 of 5 seeds."""

import numpy as np
import pytest

from tests.claims import opened

pictures, own = opened(__file__)
every_seed = pytest.mark.parametrize("seed", range(5))
SIGMOID, RELU_HE, NORMALISED = pictures.KINDS


def ratio(norms):
    return norms[0] / norms[-1]


def test_chains_shrink_at_least_four_times_per_neuron_when_weights_are_one_or_less():
    data = pictures.chains(own)
    for w in (0.5, 1.0):
        assert np.all(np.abs(data[w]) <= 0.25 ** np.arange(1, 13))
    assert np.round(data[1.0][:4], 4).tolist() == [0.2350, 0.0534, 0.0120, 0.0027]


def test_even_factors_that_could_be_one_vanish():
    slopes = list(pictures.steep_chain(own).values())
    assert slopes == sorted(slopes, reverse=True) and slopes[-1] < 0.01


@every_seed
def test_each_sigmoid_layer_more_takes_the_first_one_further_away_and_four_leave_a_thousandth(seed):
    ratios = [ratio(norms) for norms in pictures.by_layer(own, seed=seed)[SIGMOID]]
    assert ratios == sorted(ratios, reverse=True)
    assert 2e-4 < ratios[-1] < 3e-3


@every_seed
@pytest.mark.parametrize("kind", [RELU_HE, NORMALISED], ids=["ReLU and He", "batch norm"])
def test_the_remedies_keep_the_first_layer_alive_at_every_depth(kind, seed):
    ratios = [ratio(norms) for norms in pictures.by_layer(own, kinds=[kind], seed=seed)[kind]]
    assert all(0.5 < each < 5 for each in ratios)


@every_seed
def test_while_sigmoids_train_the_first_layer_stays_slow_and_nothing_is_learnt(seed):
    run = pictures.speeds_of(own, SIGMOID, 4, seed, steps=500, every=100)
    assert all(ratio(norms) < 5e-3 for norms in run["norms"])
    assert run["loss"] > 2.29


@every_seed
@pytest.mark.parametrize("kind", [RELU_HE, NORMALISED], ids=["ReLU and He", "batch norm"])
def test_while_a_remedy_trains_every_layer_learns(kind, seed):
    run = pictures.speeds_of(own, kind, 4, seed, steps=500, every=100)
    assert all(ratio(norms) > 0.5 for norms in run["norms"])
    assert run["loss"] < 1


@every_seed
def test_ten_layers_vanish_with_sigmoids_and_factory_relu_and_are_healthy_with_each_remedy(seed):
    words = [word for _, word in pictures.remedies(own, seed=seed).values()]
    assert words == ["vanishing", "healthy", "vanishing", "healthy", "healthy"]


@every_seed
def test_56_plain_layers_train_worse_than_20_and_56_residual_ones_better_than_both(seed):
    shallow, deep, residual = (losses[-1] for losses in pictures.plain_and_residual(own, seed).values())
    assert deep > 3 * shallow and residual < shallow / 1.5


def test_the_rescued_network_learns_and_the_one_from_the_factory_does_not():
    data = pictures.trial(own)
    assert data["default"][0] == "vanishing" and min(data["default"][1:]) > 2.2
    assert data["rescued"][0] == "healthy" and min(data["rescued"][1:]) < 1.8
