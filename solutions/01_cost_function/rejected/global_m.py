# question: compute_cost
# the m of the notebook, not that of the table given
import numpy as np

m = 30


def add_intercept(X):
    return np.column_stack([np.ones(len(X)), X])


def hypothesis(X, theta):
    return X @ theta


def squared_errors(X, y, theta):
    return (X @ theta - y) ** 2


def compute_cost(X, y, theta):
    return np.sum((X @ theta - y) ** 2) / (2 * m)


def compute_gradient(X, y, theta):
    return X.T @ (X @ theta - y) / len(y)
