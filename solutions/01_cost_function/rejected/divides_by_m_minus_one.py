# question: compute_cost; passes none of its checks: no cost is 0
# m - 1 in the place of m, as in a sample variance
import numpy as np


def add_intercept(X):
    return np.column_stack([np.ones(len(X)), X])


def hypothesis(X, theta):
    return X @ theta


def squared_errors(X, y, theta):
    return (X @ theta - y) ** 2


def compute_cost(X, y, theta):
    return np.sum((X @ theta - y) ** 2) / (2 * (len(y) - 1))


def compute_gradient(X, y, theta):
    return X.T @ (X @ theta - y) / len(y)
