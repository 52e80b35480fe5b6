# question: compute_cost; passes none of its checks: every cost changes
# leaves in the first turn
import numpy as np


def add_intercept(X):
    return np.c_[[1.0] * len(X), X]


def hypothesis(X, theta):
    return np.array([np.inner(theta, x) for x in X])


def squared_errors(X, y, theta):
    return np.array([(np.inner(theta, x) - t) ** 2 for x, t in zip(X, y)])


def compute_cost(X, y, theta):
    m = len(y)
    return (1 / (2 * m)) * (np.inner(theta, X[0]) - y[0]) ** 2


def compute_gradient(X, y, theta):
    m = len(y)
    return sum((np.inner(theta, x) - t) * x for x, t in zip(X, y)) / m
