# question: hypothesis; passes none of its checks: every prediction is shifted by theta_0, and no theta_0 is zero
# starts the sum at the first attribute and never uses theta zero
import numpy as np


def add_intercept(X):
    if len(X.shape) == 1:
        X = X.reshape((-1, 1))
    ones = np.ones((X.shape[0], 1))
    return np.block([ones, X])


def hypothesis(X, theta):
    m, n = X.shape
    predictions = np.zeros(m)
    for j in range(1, n):
        predictions = predictions + theta[j] * X[:, j]
    return predictions


def squared_errors(X, y, theta):
    e = hypothesis(X, theta) - y
    return e * e


def compute_cost(X, y, theta):
    return squared_errors(X, y, theta).mean() / 2


def compute_gradient(X, y, theta):
    e = hypothesis(X, theta) - y
    return (X * e.reshape(-1, 1)).mean(axis=0)
