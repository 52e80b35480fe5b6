"""The reference held against oracles that share no line with it: PyTorch's autograd, least squares, closed forms.

Ordinary pytest tests, no checks: no student is judged here.
"""

from pathlib import Path

import numpy as np
import pytest

from autograder.checks.plugin import import_file

REFERENCE = import_file(Path(__file__).with_name("cost_function.py"))
SEEDS = range(10)


@pytest.fixture(params=SEEDS)
def problem(request):
    """Random attributes (m, n), measured values and parameters of a random size."""
    r = np.random.default_rng(request.param)
    m, n = r.integers(2, 12), r.integers(1, 6)
    return r.normal(3.0, 2.0, (m, n)), r.normal(0.0, 50.0, m), r.normal(0.0, 5.0, n + 1)


def test_the_intercept_makes_an_affine_map_linear(problem):
    attributes, _, theta = problem
    affine = theta[0] + np.array([np.dot(row, theta[1:]) for row in attributes])
    np.testing.assert_allclose(REFERENCE.hypothesis(REFERENCE.add_intercept(attributes), theta), affine, rtol=1e-12)


def test_one_attribute_may_come_as_a_vector_or_as_a_column():
    x = np.arange(5.0)
    np.testing.assert_array_equal(REFERENCE.add_intercept(x), REFERENCE.add_intercept(x[:, None]))
    np.testing.assert_array_equal(REFERENCE.add_intercept(x), np.vander(x, 2, increasing=True))


def test_the_cost_is_pytorchs_mean_squared_error_halved_and_its_gradient_is_autograds(problem):
    torch = pytest.importorskip("torch")
    attributes, y, theta = problem
    X = REFERENCE.add_intercept(attributes)
    weights = torch.tensor(theta, requires_grad=True)
    cost = torch.nn.functional.mse_loss(torch.tensor(X) @ weights, torch.tensor(y)) / 2
    cost.backward()
    np.testing.assert_allclose(REFERENCE.compute_cost(X, y, theta), cost.item(), rtol=1e-12)
    np.testing.assert_allclose(REFERENCE.compute_gradient(X, y, theta), weights.grad.numpy(), rtol=1e-10)


def test_the_squared_errors_sum_to_the_residual_of_least_squares(problem):
    attributes, y, _ = problem
    r = np.random.default_rng(0)
    tall = np.vstack([attributes, r.normal(size=(8, attributes.shape[1]))])
    X, y = REFERENCE.add_intercept(tall), np.append(y, r.normal(size=8))
    theta, residual, rank, _ = np.linalg.lstsq(X, y, rcond=None)
    assert rank == X.shape[1]
    np.testing.assert_allclose(REFERENCE.squared_errors(X, y, theta).sum(), residual[0], rtol=1e-9)
    np.testing.assert_allclose(REFERENCE.compute_gradient(X, y, theta), 0.0, atol=1e-10 * np.abs(X).max() * len(y))


def test_the_cost_is_an_exact_parabola_along_every_direction(problem):
    """J(theta + d) = J(theta) + gradient . d + |X d|^2 / (2 m)."""
    attributes, y, theta = problem
    X, d = REFERENCE.add_intercept(attributes), np.random.default_rng(1).normal(size=len(theta))
    predicted = REFERENCE.compute_cost(X, y, theta) + REFERENCE.compute_gradient(X, y, theta) @ d
    predicted += np.linalg.norm(X @ d) ** 2 / (2 * len(y))
    np.testing.assert_allclose(REFERENCE.compute_cost(X, y, theta + d), predicted, rtol=1e-11)


def test_the_numbers_of_the_slides_come_out(blood_pressure, lecture_theta):
    X, y = blood_pressure
    at_48 = list(X[:, 1]).index(48.0)
    assert len(y) == 30
    assert REFERENCE.hypothesis(X, lecture_theta)[at_48] == pytest.approx(143.52)
    assert y[at_48] == 130
    assert REFERENCE.squared_errors(X, y, lecture_theta)[at_48] == pytest.approx(182.7904)
    assert REFERENCE.compute_cost(X, y, lecture_theta) == pytest.approx(151.37690667)
    assert REFERENCE.compute_gradient(X, y, lecture_theta) == pytest.approx([-2.568, -55.048])
    best = np.array([98.71471814, 0.97087035])
    assert np.linalg.lstsq(X, y, rcond=None)[0] == pytest.approx(best)
    assert REFERENCE.compute_cost(X, y, best) == pytest.approx(139.89073302)
