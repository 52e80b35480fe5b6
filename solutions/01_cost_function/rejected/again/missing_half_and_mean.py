# question: compute_cost; passes none of its checks: no cost is 0
# returns the bare sum of the squared errors
import numpy as np


def add_intercept(X):
    return np.vstack([np.ones(len(X)), X.T]).T.copy()


def hypothesis(X, theta):
    return X @ theta


def squared_errors(X, y, theta):
    return np.square(X @ theta - y)


def compute_cost(X, y, theta):
    gap = X @ theta - y
    return gap @ gap


def compute_gradient(X, y, theta):
    gap = X @ theta - y
    return gap @ X / gap.shape[0]
