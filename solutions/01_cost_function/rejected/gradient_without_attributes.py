# question: compute_gradient; passes none of its checks: each has more than an intercept
# the mean error for every parameter: x_j is forgotten
import numpy as np


def add_intercept(X):
    return np.column_stack([np.ones(len(X)), X])


def hypothesis(X, theta):
    return X @ theta


def squared_errors(X, y, theta):
    return (X @ theta - y) ** 2


def compute_cost(X, y, theta):
    m = len(y)
    return np.sum((X @ theta - y) ** 2) / (2 * m)


def compute_gradient(X, y, theta):
    return np.full(len(theta), np.mean(X @ theta - y))
