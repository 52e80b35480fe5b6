# idiom: copies of the arguments, then in-place arithmetic on them; the gradient by linearity in theta
import numpy as np


def add_intercept(X):
    table = np.array(X, dtype=float, ndmin=2, copy=True)
    if X.ndim == 1:
        table = table.transpose()
    return np.pad(table, ((0, 0), (1, 0)), constant_values=1)


def hypothesis(X, theta):
    terms = X.copy()
    terms *= theta
    return np.add.reduce(terms, axis=1)


def squared_errors(X, y, theta):
    errors = y.copy()
    errors -= hypothesis(X, theta)
    errors *= errors
    return errors


def compute_cost(X, y, theta):
    m, _ = X.shape
    return np.add.reduce(squared_errors(X, y, theta)) * 0.5 * m**-1


def compute_gradient(X, y, theta):
    # J is a parabola along every axis: the difference of two costs is exact, whatever the step
    steps = np.eye(len(theta))
    return np.array([(compute_cost(X, y, theta + e) - compute_cost(X, y, theta - e)) / 2 for e in steps])
