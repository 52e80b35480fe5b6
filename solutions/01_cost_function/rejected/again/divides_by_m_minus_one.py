# question: compute_cost; passes none of its checks: no cost is 0
# averages as a sample variance does, over one person fewer
import numpy as np


def add_intercept(X):
    first = np.ones_like(X, shape=len(X))
    return np.vstack((first, X.T)).T


def hypothesis(X, theta):
    return np.inner(X, theta)


def squared_errors(X, y, theta):
    e = y - hypothesis(X, theta)
    return e * e


def compute_cost(X, y, theta):
    degrees_of_freedom = y.size - 1
    mean_square = squared_errors(X, y, theta).sum() / degrees_of_freedom
    return mean_square / 2


def compute_gradient(X, y, theta):
    e = hypothesis(X, theta) - y
    return np.mean(X * e[:, None], axis=0)
