# question: add_intercept; the shape is the mistake
# a one for every attribute instead of one per row: right for a single attribute
import numpy as np


def add_intercept(X):
    table = X.reshape(len(X), -1)
    return np.hstack([np.ones(table.shape), table])


def hypothesis(X, theta):
    return X @ theta


def squared_errors(X, y, theta):
    return (X @ theta - y) ** 2


def compute_cost(X, y, theta):
    m = len(y)
    return np.sum((X @ theta - y) ** 2) / (2 * m)


def compute_gradient(X, y, theta):
    return X.T @ (X @ theta - y) / len(y)
