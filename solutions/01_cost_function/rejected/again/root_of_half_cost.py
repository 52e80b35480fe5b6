# question: compute_cost; passes none of its checks: every cost changes
# takes the root at the very end, after the half and the mean

import numpy as np


def add_intercept(X):
    ones = np.ones((X.shape[0], 1))
    return np.hstack([ones, np.reshape(X, (X.shape[0], -1))])


def hypothesis(X, theta):
    return np.inner(theta, X)


def squared_errors(X, y, theta):
    return np.abs(hypothesis(X, theta) - y) ** 2


def compute_cost(X, y, theta):
    return float(np.sum(squared_errors(X, y, theta)) / (2 * len(y))) ** 0.5


def compute_gradient(X, y, theta):
    return np.average(X.T * (hypothesis(X, theta) - y), axis=1)
