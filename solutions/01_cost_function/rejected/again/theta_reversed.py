# question: hypothesis; passes none of its checks: no theta reads the same from both ends
# walks through theta from its end, as np.polyval wants the coefficients
import numpy as np


def add_intercept(X):
    X = X.reshape(len(X), -1)
    return np.pad(X, [(0, 0), (1, 0)], mode="constant", constant_values=1)


def hypothesis(X, theta):
    highest_first = np.flip(theta)
    return np.matmul(X, highest_first)


def squared_errors(X, y, theta):
    return np.square(y - hypothesis(X, theta))


def compute_cost(X, y, theta):
    m = np.shape(X)[0]
    return np.sum(squared_errors(X, y, theta)) / m * 0.5


def compute_gradient(X, y, theta):
    m = np.shape(X)[0]
    errors = hypothesis(X, theta) - y
    return np.matmul(np.transpose(X), errors) / m
