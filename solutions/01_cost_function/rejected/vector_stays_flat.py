# question: add_intercept; the shape is the mistake
# a vector is lengthened by m ones instead of becoming a table
import numpy as np


def add_intercept(X):
    if X.ndim == 1:
        return np.concatenate([np.ones(len(X)), X])
    return np.hstack([np.ones((len(X), 1)), X])


def hypothesis(X, theta):
    return X @ theta


def squared_errors(X, y, theta):
    return (X @ theta - y) ** 2


def compute_cost(X, y, theta):
    m = len(y)
    return np.sum((X @ theta - y) ** 2) / (2 * m)


def compute_gradient(X, y, theta):
    return X.T @ (X @ theta - y) / len(y)
