# question: compute_cost; passes none of its checks: no cost is 0 or 2
# returns the root of the mean squared error, in mmHg
import math

import numpy as np


def add_intercept(X):
    ones = np.ones((X.shape[0], 1))
    return np.hstack([ones, np.reshape(X, (X.shape[0], -1))])


def hypothesis(X, theta):
    return np.inner(theta, X)


def squared_errors(X, y, theta):
    return np.abs(hypothesis(X, theta) - y) ** 2


def compute_cost(X, y, theta):
    total = math.fsum(squared_errors(X, y, theta))
    return math.sqrt(total / len(y))


def compute_gradient(X, y, theta):
    return np.average(X.T * (hypothesis(X, theta) - y), axis=1)
