# question: compute_cost; passes none of its checks: an array where a number is due is the mistake
# one cell per person, never added up
import numpy as np


def add_intercept(X):
    if X.ndim < 2:
        X = np.expand_dims(X, 1)
    return np.insert(X, 0, np.ones(X.shape[0]), axis=1)


def hypothesis(X, theta):
    return np.dot(theta, X.T)


def squared_errors(X, y, theta):
    h = np.dot(theta, X.T)
    return h**2 - 2 * h * y + y**2


def compute_cost(X, y, theta):
    m = X.shape[0]
    J = np.zeros(m)
    for i in range(m):
        J[i] = np.square(np.dot(theta, X[i]) - y[i]) / 2 / m
    return J


def compute_gradient(X, y, theta):
    g = np.zeros(X.shape[1])
    for i in range(X.shape[0]):
        g += (np.dot(theta, X[i]) - y[i]) * X[i]
    return g / X.shape[0]
