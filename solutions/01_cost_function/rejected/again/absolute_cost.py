# question: compute_cost; passes none of its checks: every cost changes
# adds the distances, not their squares
import numpy as np


def add_intercept(X):
    return np.c_[[1.0] * len(X), X]


def hypothesis(X, theta):
    return np.array([np.inner(theta, x) for x in X])


def squared_errors(X, y, theta):
    return np.array([(np.inner(theta, x) - t) ** 2 for x, t in zip(X, y)])


def compute_cost(X, y, theta):
    m = len(y)
    total = 0
    for x, t in zip(X, y):
        total += abs(np.inner(theta, x) - t)
    return (1 / (2 * m)) * total


def compute_gradient(X, y, theta):
    m = len(y)
    return sum((np.inner(theta, x) - t) * x for x, t in zip(X, y)) / m
