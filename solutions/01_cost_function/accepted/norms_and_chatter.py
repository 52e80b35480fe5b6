# idiom: norms and averages; type hints, prints and a warning on the way; float() around the cost
from __future__ import annotations

import warnings

import numpy as np
from numpy.linalg import norm
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def add_intercept(X: Floats) -> Floats:
    print("X:", X.shape)
    ones = np.ones_like(X if X.ndim == 1 else X[:, 0])
    return np.vstack([ones, X.T]).T


def hypothesis(X: Floats, theta: Floats) -> Floats:
    return np.inner(X, theta)


def _errors(X: Floats, y: Floats, theta: Floats) -> Floats:
    assert X.shape == (len(y), len(theta)), "shapes do not fit"
    return np.subtract(hypothesis(X, theta), y)


def squared_errors(X: Floats, y: Floats, theta: Floats) -> Floats:
    return np.abs(_errors(X, y, theta)) ** 2.0


def compute_cost(X: Floats, y: Floats, theta: Floats) -> float:
    cost = float(0.5 * (norm(_errors(X, y, theta)) / np.sqrt(len(y))) ** 2)
    print(f"J = {cost:.2f}")
    if cost > 100:
        warnings.warn("that line is far away", stacklevel=2)
    return cost


def compute_gradient(X: Floats, y: Floats, theta: Floats) -> Floats:
    return np.average(X * _errors(X, y, theta)[:, None], axis=0)
