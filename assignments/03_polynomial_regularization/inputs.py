"""Seeded inputs that public and hidden checks share. May never import the submission or a reference."""

from pathlib import Path

import numpy as np
import pytest

from autograder.results import CheckFailed

DATA = Path(__file__).parent / "data" / "blood_pressure.csv"
ROWS = 40
"""Training rows of the tables for removing degrees; degrees up to 8 are then the same with every honest solver."""


@pytest.fixture
def blood_pressure():
    """Thirty people: X (30, 2) with ones first and the age second, y (30,) the systolic pressure."""
    rows = np.loadtxt(DATA, delimiter=",", skiprows=1)
    X = np.array([[1.0, age] for age in rows[:, 0]])
    return X, rows[:, 1].copy()


@pytest.fixture
def powers_of(student):
    """A maker of the student's features of x (m,): ``powers_of(x, degree)`` -> the features, and the x that was passed.

    x goes in as a vector or, for code that knows only columns, as a column (m, 1). That both are welcome is what two
    checks of their own ask; the other checks are about the powers.
    """

    def make(x, degree):
        given = x if _takes_a_vector(student) else x.reshape(-1, 1)
        return student.polynomial_features(given, degree), given

    return make


@pytest.fixture
def curve(rng):
    """A maker of noisy points near a polynomial with the given coefficients: ``curve(rows, coefficients)`` -> x, y."""

    def make(rows, coefficients, noise=0.3):
        x = rng.permutation(_spread(rng, rows))
        return x, np.polynomial.Polynomial(coefficients)(x) + noise * rng.normal(size=rows)

    return make


@pytest.fixture
def linear(rng):
    """A maker of tables for a linear hypothesis: ``linear(rows, slopes)`` -> X with ones first, y, theta.

    The columns are neither centred nor independent, theta is far from the best one and theta_0 is large.
    """

    def make(rows, slopes):
        X = rng.uniform(-1.0, 2.0, size=(rows, slopes + 1))
        X[:, 0] = 1.0
        X[:, 2:] += 0.5 * X[:, 1:2]
        theta = rng.uniform(1.0, 3.0, size=slopes + 1) * _signs(rng, slopes + 1)
        theta[0] = rng.uniform(5.0, 8.0)
        return X, X @ theta + rng.normal(size=rows) + 4.0, theta + rng.uniform(0.5, 1.5, size=slopes + 1)

    return make


@pytest.fixture
def train_and_validation(rng):
    """A maker of two tables of one truth: ``make(rows, rows_val, slopes)`` -> X, y, X_val, y_val."""

    def make(rows, rows_val, slopes):
        X = rng.uniform(-1.0, 1.0, size=(rows + rows_val, slopes + 1))
        X[:, 0] = 1.0
        theta = rng.uniform(1.0, 3.0, size=slopes + 1) * _signs(rng, slopes + 1)
        y = 6.0 + X @ theta + rng.normal(size=rows + rows_val)
        return X[:rows], y[:rows], X[rows:], y[rows:]

    return make


@pytest.fixture
def table_with_errors(rng):
    """A maker of data whose validation errors are given: ``make(errors)`` -> x, y, x_val, y_val.

    ``errors[d]`` is J_val of the best fit of degree d, for d = 0, 1, ..., with the validation rows (twice as many as
    training rows). The training error, as always, falls with every degree, here by a lot. ``errors[0]`` must be
    greater than the sum of all later falls.
    """

    def make(errors):
        falls = -np.diff(errors)
        x = _spread(rng, ROWS)
        q, _ = np.linalg.qr(np.polynomial.legendre.legvander(x, len(falls)))  # (ROWS, degrees + 1), orthonormal
        size = np.sqrt(2 * ROWS * np.abs(falls)) * rng.uniform(0.96, 1.04, size=len(falls))
        c = np.concatenate([[20.0], size * _signs(rng, len(falls))])  # what the training data hold of each degree
        misfit = np.concatenate([[0.0], ROWS * falls / c[1:] - c[1:] / 2])  # what the validation data hold besides
        rest = 2 * ROWS * errors[-1] - misfit @ misfit
        assert rest > 0, "these errors fall by more than the first one allows"
        y = q @ c + _apart_from(q, rng, 0.2 * np.min(size))
        twice = np.vstack([q, q]) / np.sqrt(2)  # (2 ROWS, degrees + 1), orthonormal
        y_val = np.sqrt(2) * twice @ (c + misfit) + _apart_from(twice, rng, np.sqrt(2 * rest))
        order, order_val = rng.permutation(ROWS), rng.permutation(2 * ROWS)
        return x[order], y[order], np.concatenate([x, x])[order_val], y_val[order_val]

    return make


def _takes_a_vector(student):
    """Try five numbers and three powers: sizes that no broadcasting takes for one another."""
    try:
        table = student.polynomial_features(np.array([0.5, -1.5, 2.0, 0.75, -0.25]), 3)
    except CheckFailed as failed:
        if failed.failure.kind != "raised":
            raise
        return False
    return not (type(table) is np.ndarray and table.shape == (15,))  # np.hstack sets the powers of a vector end to end


def _spread(rng, rows):
    """Numbers in (-1, 1), in increasing order and well spread: systems of powers up to 8 stay well conditioned."""
    return (np.arange(rows) + rng.uniform(0.1, 0.9, size=rows)) * 2.0 / rows - 1.0


def _signs(rng, count):
    return rng.choice([-1.0, 1.0], size=count)


def _apart_from(q, rng, length):
    """A random vector of the given length that no combination of the columns of q explains in part."""
    noise = rng.normal(size=len(q))
    noise -= q @ (q.T @ noise)
    noise -= q @ (q.T @ noise)
    return noise * (length / np.linalg.norm(noise))
