"""The reference held against independent oracles: PyTorch's float64 autograd, other solvers, the rules read anew.

Ordinary pytest tests, no checks: no student is judged here.
"""

from pathlib import Path

import numpy as np
import pytest

from autograder.checks.plugin import import_file

torch = pytest.importorskip("torch")

SEEDS = range(8)


@pytest.fixture(scope="module")
def reference():
    return import_file(Path(__file__).with_name("polynomial_regularization.py"))


def table(rng, rows, slopes):
    X = np.column_stack([np.ones(rows), rng.uniform(-1, 2, size=(rows, slopes))])
    return X, rng.normal(size=rows) + 5.0, rng.normal(size=slopes + 1) + 3.0


def cost(X, y, theta, lambda_):
    """The formula of the statement in PyTorch: J, and its gradient by autograd."""
    theta = torch.tensor(theta, dtype=torch.float64, requires_grad=True)
    error = torch.tensor(X) @ theta - torch.tensor(y)
    J = (error**2).sum() / (2 * len(y)) + lambda_ / (2 * len(y)) * (theta[1:] ** 2).sum()
    J.backward()
    return J.item(), theta.grad.numpy()


def augmented(A, y, lambda_):
    """Ridge regression as least squares on rows added for the penalty."""
    rows = np.sqrt(lambda_) * np.eye(A.shape[1])[1:]
    return np.linalg.lstsq(np.vstack([A, rows]), np.concatenate([y, np.zeros(len(rows))]), rcond=None)[0]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("degree", [1, 2, 5, 8])
def test_powers_are_those_of_numpys_vandermonde_matrix(reference, seed, degree):
    x = np.random.default_rng(seed).uniform(-1.5, 1.5, size=9)
    due = np.vander(x, degree + 1, increasing=True)[:, 1:]
    np.testing.assert_allclose(reference.polynomial_features(x, degree), due, rtol=1e-13)
    np.testing.assert_array_equal(
        reference.polynomial_features(x[:, None], degree), reference.polynomial_features(x, degree)
    )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("lambda_", [0.0, 1e-3, 1.5, 80.0])
@pytest.mark.parametrize("degree", [1, 3, 8])
def test_the_fit_is_the_one_of_another_solver_and_has_no_slope(reference, seed, degree, lambda_):
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(-1, 1, size=40), rng.normal(size=40) + 7.0
    A = np.vander(x, degree + 1, increasing=True)
    theta = reference.fit_polynomial(x, y, degree, lambda_)
    np.testing.assert_allclose(theta, augmented(A, y, lambda_), rtol=1e-7, atol=1e-9)
    assert np.linalg.norm(cost(A, y, theta, lambda_)[1]) < 1e-10


@pytest.mark.parametrize("seed", SEEDS)
def test_without_lambda_the_fit_is_numpys_polynomial(reference, seed):
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(-1, 1, size=30), rng.normal(size=30)
    due = np.polynomial.Polynomial.fit(x, y, 6).convert().coef
    np.testing.assert_allclose(reference.fit_polynomial(x, y, 6), due, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("lambda_", [0.0, 0.3, 25.0])
@pytest.mark.parametrize("slopes", [1, 2, 4, 7])
def test_cost_and_gradient_agree_with_autograd(reference, seed, slopes, lambda_):
    X, y, theta = table(np.random.default_rng(seed), 6, slopes)
    J, grad = reference.regularized_cost(X, y, theta, lambda_)
    due_J, due_grad = cost(X, y, theta, lambda_)
    assert pytest.approx(due_J, rel=1e-12) == J
    np.testing.assert_allclose(grad, due_grad, rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("tolerance", [0.0, 0.1, 0.25, 1.0])
@pytest.mark.parametrize("seed", range(20))
def test_the_degree_is_the_one_that_the_rule_names(reference, seed, tolerance):
    rng = np.random.default_rng(seed)
    truth = np.polynomial.Polynomial(rng.normal(size=rng.integers(2, 7)) * 5)
    x, x_val = rng.uniform(-1, 1, size=40), rng.uniform(-1, 1, size=40)
    y, y_val = truth(x) + rng.normal(size=40), truth(x_val) + rng.normal(size=40)
    errors = [np.mean((np.polynomial.Polynomial.fit(x, y, d)(x_val) - y_val) ** 2) / 2 for d in range(1, 9)]
    due = next(d for d, error in enumerate(errors, start=1) if error <= (1 + tolerance) * min(errors) + 1e-12)
    assert reference.drop_highest_degree(x, y, x_val, y_val, 8, tolerance) == due


@pytest.mark.parametrize("seed", range(20))
def test_the_default_tolerance_finds_the_cubic_of_the_statement(reference, seed):
    rng = np.random.default_rng(seed)
    x, x_val = rng.uniform(-1, 1, size=20), rng.uniform(-1, 1, size=40)
    y = 27 * x**3 - 12 * x + rng.normal(size=20)
    y_val = 27 * x_val**3 - 12 * x_val + rng.normal(size=40)
    assert reference.drop_highest_degree(x, y, x_val, y_val, 8) == 3


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("rows", "slopes"), [(12, 1), (20, 5), (5, 7)])
def test_the_curves_are_unpenalised_costs_of_penalised_fits(reference, seed, rows, slopes):
    rng = np.random.default_rng(seed)
    (X, y, _), (X_val, y_val, _) = table(rng, rows, slopes), table(rng, 9, slopes)
    lambdas = np.array([0.05, 1.5, 40.0])
    thetas = [augmented(X, y, lambda_) for lambda_ in lambdas]
    error_train, error_val = reference.validation_curve(X, y, X_val, y_val, lambdas)
    np.testing.assert_allclose(error_train, [cost(X, y, theta, 0.0)[0] for theta in thetas], rtol=1e-9)
    np.testing.assert_allclose(error_val, [cost(X_val, y_val, theta, 0.0)[0] for theta in thetas], rtol=1e-9)


@pytest.mark.parametrize("train", [1.0, 2.0, 3.0])
@pytest.mark.parametrize("val", [1.0, 2.0, 3.0])
def test_the_word_is_the_one_of_the_table(reference, train, val):
    words = {(True, True): "good", (True, False): "overfit"}
    assert reference.diagnose_fit(train, val, 2.0) == words.get((train <= 2.0, val <= 2.0), "underfit")
