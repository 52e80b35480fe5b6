# question: compute_cost; passes none of its checks: no table has a single row
# the predictions are a column: the cost adds up all m times m differences with y
import numpy as np


def add_intercept(X):
    m = X.shape[0]
    out = np.empty((m, X.size // m + 1))
    out[:, 0] = 1
    out[:, 1:] = X.reshape(m, -1)
    return out


def hypothesis(X, theta):
    return np.sum(X * theta, axis=1)


def squared_errors(X, y, theta):
    return (hypothesis(X, theta) - y) ** 2


def compute_cost(X, y, theta):
    m = len(y)
    h = np.matmul(X, theta[:, np.newaxis])
    J = np.sum((h - y) ** 2) / (2 * m)
    return J


def compute_gradient(X, y, theta):
    m = len(y)
    return np.sum((hypothesis(X, theta) - y)[:, np.newaxis] * X, axis=0) / m
