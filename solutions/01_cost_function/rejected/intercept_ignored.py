# question: hypothesis; passes none of its checks: every prediction is shifted by theta_0, and no theta_0 is zero
# theta_0 is left out
import numpy as np


def add_intercept(X):
    return np.column_stack([np.ones(len(X)), X])


def hypothesis(X, theta):
    return X[:, 1:] @ theta[1:]


def squared_errors(X, y, theta):
    return (X @ theta - y) ** 2


def compute_cost(X, y, theta):
    m = len(y)
    return np.sum((X @ theta - y) ** 2) / (2 * m)


def compute_gradient(X, y, theta):
    return X.T @ (X @ theta - y) / len(y)
