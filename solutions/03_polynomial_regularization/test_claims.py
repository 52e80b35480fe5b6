"""What the statement says of its pictures holds for the numbers behind them, in 5 of 5 seeds."""

import numpy as np
import pytest

from tests.claims import opened

pictures, own = opened(__file__)
every_seed = pytest.mark.parametrize("seed", range(5))


def test_the_penalty_flattens_the_curve_but_does_not_pull_it_to_zero():
    data = pictures.parabola(own)
    spreads = [np.ptp(curve) for _, _, curve in data["curves"]]
    assert spreads == sorted(spreads, reverse=True) and spreads[-1] < 0.05
    assert abs(data["curves"][-1][1][0] - data["y"].mean()) < 0.01


@every_seed
def test_degree_1_underfits_4_is_good_and_15_overfits(seed):
    words = [fit["word"] for fit in pictures.three_degrees(own, seed)["fits"]]
    assert words == ["underfit", "good", "overfit"]


@every_seed
def test_removing_the_highest_degrees_leaves_the_cubic_and_stopping_at_the_first_rise_does_not(seed):
    data = pictures.errors_by_degree(own, seed)
    assert data["chosen"] == 3
    assert pictures.first_rise(data["val"]) > 4


def test_the_greedy_rule_is_stuck_at_13_in_the_picture():
    assert pictures.first_rise(pictures.errors_by_degree(own)["val"]) == 13


@every_seed
def test_every_term_more_lowers_the_training_error(seed):
    assert np.all(np.diff(pictures.errors_by_degree(own, seed)["train"]) < 1e-9)


@every_seed
def test_with_lambda_the_training_error_rises_and_the_validation_error_has_its_best_place_in_between(seed):
    data = pictures.curve_of_lambda(own, seed)
    assert np.all(np.diff(data["train"]) > 0)
    assert 0 < np.argmin(data["val"]) < len(data["val"]) - 1
    assert data["val"].min() < data["val"][0] / 10 and data["val"].min() < data["val"][-1] / 2


@every_seed
def test_on_blood_pressure_the_line_is_best_the_constant_too_simple_and_degree_15_overfits(seed):
    data = pictures.pressure_by_age(own, seed)
    constant, line, wild = (J_val for _, _, J_val, _ in data["fits"])
    assert line < constant and line < wild
    assert data["chosen"] == 1


@every_seed
def test_more_data_close_the_gap_of_an_overfit_and_do_not_help_an_underfit(seed):
    data = pictures.more_data(own, seed)
    _, train, val = data[1]
    assert train[-1] > pictures.ACCEPTABLE and val[-1] > pictures.ACCEPTABLE
    _, train, val = data[8]
    assert val[-1] < pictures.ACCEPTABLE < val[0] and val[-1] - train[-1] < (val[0] - train[0]) / 10
