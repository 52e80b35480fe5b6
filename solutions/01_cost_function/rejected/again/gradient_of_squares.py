# question: compute_gradient; passes none of its checks: no derivative is right
# weighs the columns with squared errors
import numpy as np


def add_intercept(X):
    ones = np.full((X.shape[0], 1), 1.0)
    features = X if X.ndim == 2 else X[:, None]
    return np.concatenate([ones, features], axis=1)


def hypothesis(X, theta):
    return np.tensordot(X, theta, axes=1)


def squared_errors(X, y, theta):
    return np.power(np.subtract(hypothesis(X, theta), y), 2)


def compute_cost(X, y, theta):
    return np.average(squared_errors(X, y, theta)) / 2


def compute_gradient(X, y, theta):
    m = len(y)
    return np.array([sum((np.inner(x, theta) - t) ** 2 * x[j] for x, t in zip(X, y)) / m for j in range(len(theta))])
