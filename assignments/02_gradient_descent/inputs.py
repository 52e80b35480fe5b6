"""Inputs that public and hidden checks of gradient descent share, drawn anew for every check.

Nothing here computes an answer: expected values come from `expected`. Only numpy, pytest and the comparisons of
`autograder.checks` may be imported here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.checks import close

_DATA = Path(__file__).parent / "data" / "blood_pressure.csv"


@pytest.fixture
def blood_pressure() -> tuple[np.ndarray, np.ndarray]:
    """Ages ``(30, 1)`` and systolic pressures ``(30,)`` of 30 people."""
    ages, pressure = np.loadtxt(_DATA, delimiter=",", skiprows=1, unpack=True)
    return ages.reshape(-1, 1), pressure


def mixed_scales(rng: np.random.Generator, m: int, n: int) -> np.ndarray:
    """Return a table ``(m, n)`` whose columns live on very different scales, none of them centred."""
    scales = 10.0 ** rng.uniform(-1.0, 2.0, n)
    return scales * (rng.uniform(2.0, 5.0, n) + rng.normal(size=(m, n)))


def regression(rng: np.random.Generator, m: int, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return ``X (m, n)`` with its column of ones, ``y (m,)`` and a start ``theta (n,)`` away from zero.

    The columns are neither centred nor independent, so that the order of the updates shows.
    """
    X = np.ones((m, n))
    X[:, 1:] = rng.uniform(0.5, 2.5, (m, n - 1)) / np.sqrt(max(n - 1, 1))
    X[:, 2:] += 0.3 * X[:, 1:2]
    y = X @ rng.uniform(1.0, 3.0, n) + rng.normal(0.0, 0.3, m)
    return X, y, rng.uniform(0.3, 0.8, n)


def copies_of_one_row(rng: np.random.Generator, m: int, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return ``X``, ``y`` and a start in which all m rows are the same person: no order can matter."""
    row = np.ones(n)
    row[1:] = rng.uniform(0.5, 1.5, n - 1)
    return np.tile(row, (m, 1)), np.full(m, rng.uniform(3.0, 5.0)), rng.uniform(0.3, 0.8, n)


def independent_rows(rng: np.random.Generator, m: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return ``X (m, m)``, ``y`` and a start: a step on one row leaves the errors of all other rows as they are.

    The rows are orthogonal, the first column is the column of ones, and at the start every row has the same error.
    So the errors left at the end tell how every row was used, whatever the order was.
    """
    square = rng.normal(size=(m, m))
    square[:, 0] = 1.0
    X = np.linalg.qr(square).Q * np.sqrt(m)
    X *= np.sign(X[0, 0])
    X[:, 0] = 1.0
    start = np.zeros(m)
    start[0] = rng.uniform(0.3, 0.8)
    return X, np.full(m, rng.uniform(3.0, 5.0)), start


def error_removed(theta: Any, X: np.ndarray, y: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Return which share of its error each row has lost between ``start`` and ``theta``: 0 for a row never used."""
    like_theta(theta, start)
    with np.errstate(all="ignore"):
        return 1.0 - (y - X @ theta) / (y - X @ start)


def like_theta(theta: Any, example: np.ndarray) -> None:
    """Fail, saying why, unless ``theta`` is an array of finite numbers with the shape of ``example``."""
    alike = type(theta) is np.ndarray and theta.shape == example.shape and theta.dtype == example.dtype
    if not (alike and np.all(np.isfinite(theta))):
        close(theta, example, name="theta")


def some_repeat_while_others_miss(removed: np.ndarray) -> bool:
    """Say whether rows were left out while those that were used moved unevenly: the trace of drawing with repeats."""
    used = removed[np.abs(removed) > 1e-9]
    return 0 < used.size < removed.size and bool(used.max() - used.min() > 1e-6)


def generator(rng: np.random.Generator) -> np.random.Generator:
    """Return a fresh generator to hand to the student's code."""
    return np.random.default_rng(int(rng.integers(2**32)))


def same_history(J_history: Any, expected: Any) -> None:
    """Fail unless the costs are the expected ones; a bare number counts as a history of one entry."""
    bare = isinstance(J_history, (float, np.floating)) or (type(J_history) is np.ndarray and J_history.ndim == 0)
    close([J_history] if bare else J_history, [float(J) for J in expected], name="J_history")


def with_either_deviation(X_norm: Any, expected: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the normalised table that is due, and the factor that is due on sigma.

    A deviation that divides by m - 1 is as right as one that divides by m, when the whole answer uses the same.
    """
    factor = float(np.sqrt(len(expected) / (len(expected) - 1)))
    alike = type(X_norm) is np.ndarray and X_norm.shape == expected.shape and X_norm.dtype == expected.dtype
    if alike and np.allclose(X_norm, expected / factor, rtol=1e-6, atol=1e-9):
        return expected / factor, factor
    return expected, 1.0
