# question: compute_cost; passes none of its checks: no table has a single row
# writes 1 / 2 * m in front of the sum, which Python reads as m / 2
import numpy as np


def add_intercept(X):
    m = len(X)
    return np.concatenate((np.ones((m, 1)), X.reshape(m, -1)), axis=1)


def hypothesis(X, theta):
    return X.dot(theta)


def squared_errors(X, y, theta):
    return np.power(X.dot(theta) - y, 2)


def compute_cost(X, y, theta):
    m = len(X)
    J = 1 / 2 * m * np.sum(np.power(X.dot(theta) - y, 2))
    return J


def compute_gradient(X, y, theta):
    m = len(X)
    return (1 / m) * X.T.dot(X.dot(theta) - y)
