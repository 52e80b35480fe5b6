"""The reference of gradient descent held against oracles of another kind: closed forms, autograd, all orders of rows.

Ordinary pytest functions, no checks: nothing here is graded.
"""

import itertools
import statistics
from pathlib import Path

import numpy as np
import pytest
import torch

from autograder.checks.plugin import import_file

SEEDS = range(5)


reference = import_file(Path(__file__).with_name("gradient_descent.py"))


def problem(seed, m=14, n=3):
    """A table with its column of ones, targets and a start, uncentred."""
    rng = np.random.default_rng(seed)
    X = np.column_stack([np.ones(m), rng.uniform(0.5, 2.0, (m, n - 1))])
    return X, rng.normal(3.0, 1.0, m), rng.normal(size=n)


def after_steps(X, y, theta, alpha, steps):
    """Where gradient descent on a quadratic stands, without stepping: theta* + (I - alpha A)^k (theta - theta*)."""
    best = np.linalg.lstsq(X, y, rcond=None)[0]
    shrink = np.eye(len(theta)) - alpha * (X.T @ X) / len(y)
    return best + np.linalg.matrix_power(shrink, steps) @ (theta - best)


def cost_by_excess(X, y, theta):
    """The cost as its minimum plus a quadratic form of the distance to the best theta."""
    best, residual, *_ = np.linalg.lstsq(X, y, rcond=None)
    gap = theta - best
    return (residual[0] + gap @ X.T @ X @ gap) / (2 * len(y))


@pytest.mark.parametrize("seed", SEEDS)
def test_normalizing_agrees_with_the_standard_library(seed):
    X = np.random.default_rng(seed).normal(40.0, 7.0, (11, 4))
    X_norm, mu, sigma = reference.feature_normalize(X)
    assert mu == pytest.approx([statistics.fmean(column) for column in X.T.tolist()])
    assert sigma == pytest.approx([statistics.pstdev(column) for column in X.T.tolist()])
    assert X_norm * sigma + mu == pytest.approx(X)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("steps", [1, 2, 25])
def test_descent_agrees_with_its_closed_form(seed, steps):
    X, y, theta = problem(seed)
    end, J_history = reference.gradient_descent(X, y, theta, 0.1, steps)
    assert end == pytest.approx(after_steps(X, y, theta, 0.1, steps), rel=1e-10)
    costs = [cost_by_excess(X, y, after_steps(X, y, theta, 0.1, k + 1)) for k in range(steps)]
    assert J_history == pytest.approx(costs, rel=1e-10)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_step_follows_the_gradient_of_autograd(seed):
    X, y, theta = problem(seed)
    point = torch.tensor(theta, requires_grad=True)
    loss = torch.nn.functional.mse_loss(torch.tensor(X) @ point, torch.tensor(y)) / 2
    loss.backward()
    end, _ = reference.gradient_descent(X, y, theta, 0.3, 1)
    assert end == pytest.approx(theta - 0.3 * point.grad.numpy(), rel=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_epoch_is_one_of_all_possible_orders(seed):
    X, y, theta = problem(seed, m=5, n=2)
    ends = []
    for order in itertools.permutations(range(5)):
        end = theta
        for batch in (order[:2], order[2:4], order[4:]):
            rows = list(batch)
            end = after_steps(X[rows], y[rows], end, 0.1, 1)
        ends.append(end)
    got, J_history = reference.stochastic_gradient_descent(X, y, theta, 0.1, 1, 2, np.random.default_rng(seed))
    assert min(np.abs(np.array(ends) - got).max(axis=1)) < 1e-10
    assert J_history == pytest.approx([cost_by_excess(X, y, got)], rel=1e-10)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_batch_with_every_row_is_descent_in_closed_form(seed):
    X, y, theta = problem(seed)
    end, J_history = reference.stochastic_gradient_descent(X, y, theta, 0.1, 7, 14, np.random.default_rng(seed))
    assert end == pytest.approx(after_steps(X, y, theta, 0.1, 7), rel=1e-10)
    assert len(J_history) == 7


@pytest.mark.parametrize("seed", SEEDS)
def test_predictions_are_those_of_least_squares_on_the_raw_table(seed):
    rng = np.random.default_rng(seed)
    raw, y, new = rng.uniform(20.0, 70.0, (15, 3)), rng.normal(140.0, 15.0, 15), rng.uniform(20.0, 70.0, (4, 3))
    X_norm, mu, sigma = reference.feature_normalize(raw)
    theta = reference.normal_equation(np.column_stack([np.ones(15), X_norm]), y)
    weights = np.linalg.lstsq(np.column_stack([np.ones(15), raw]), y, rcond=None)[0]
    assert reference.predict(new, theta, mu, sigma) == pytest.approx(weights[0] + new @ weights[1:], rel=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_normal_equation_leaves_a_residual_orthogonal_to_every_column(seed):
    X, y, _ = problem(seed, m=20, n=5)
    assert X.T @ (y - X @ reference.normal_equation(X, y)) == pytest.approx(np.zeros(5), abs=1e-10)


def test_normal_equation_on_the_table_of_the_lecture():
    data = Path(__file__).parents[2] / "assignments" / Path(__file__).parent.name / "data" / "blood_pressure.csv"
    age, pressure = np.loadtxt(data, delimiter=",", skiprows=1, unpack=True)
    X = np.column_stack([np.ones(30), age])
    theta = reference.normal_equation(X, pressure)
    assert theta == pytest.approx([98.71471814, 0.97087035])
    assert cost_by_excess(X, pressure, theta) == pytest.approx(139.89073302)
