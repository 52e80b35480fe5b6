# question: compute_cost; passes none of its checks: an array where a number is due is the mistake
# every term of the sum, and the sum itself forgotten
import numpy as np


def add_intercept(X):
    return np.column_stack([np.ones(len(X)), X])


def hypothesis(X, theta):
    return X @ theta


def squared_errors(X, y, theta):
    return (X @ theta - y) ** 2


def compute_cost(X, y, theta):
    return (X @ theta - y) ** 2 / (2 * len(y))


def compute_gradient(X, y, theta):
    return X.T @ (X @ theta - y) / len(y)
