# question: squared_errors; passes none of its checks: no error is 0 or 1
# measured minus predicted, never squared
import numpy as np


def add_intercept(X):
    return np.column_stack([np.ones(len(X)), X])


def hypothesis(X, theta):
    return X @ theta


def squared_errors(X, y, theta):
    return y - X @ theta


def compute_cost(X, y, theta):
    m = len(y)
    return np.sum((X @ theta - y) ** 2) / (2 * m)


def compute_gradient(X, y, theta):
    return X.T @ (X @ theta - y) / len(y)
