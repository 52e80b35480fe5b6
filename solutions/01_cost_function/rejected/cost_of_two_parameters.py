# question: compute_cost
# the cost of an intercept and one slope, whatever the table
import numpy as np


def add_intercept(X):
    return np.column_stack([np.ones(len(X)), X])


def hypothesis(X, theta):
    return X @ theta


def squared_errors(X, y, theta):
    return (X @ theta - y) ** 2


def compute_cost(X, y, theta):
    h = theta[0] + theta[1] * X[:, 1]
    return np.sum((h - y) ** 2) / (2 * len(y))


def compute_gradient(X, y, theta):
    return X.T @ (X @ theta - y) / len(y)
