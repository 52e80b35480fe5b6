# question: compute_gradient; passes none of its checks: no derivative is 0
# differentiates the mean squared error: the two of the square is never cancelled
import numpy as np


def add_intercept(X):
    ones = np.full((X.shape[0], 1), 1.0)
    features = X if X.ndim == 2 else X[:, None]
    return np.concatenate([ones, features], axis=1)


def hypothesis(X, theta):
    return np.tensordot(X, theta, axes=1)


def squared_errors(X, y, theta):
    return np.power(np.subtract(hypothesis(X, theta), y), 2)


def compute_cost(X, y, theta):
    return np.average(squared_errors(X, y, theta)) / 2


def compute_gradient(X, y, theta):
    m = X.shape[0]
    error = np.subtract(hypothesis(X, theta), y)
    gradient = np.zeros(theta.shape)
    for j in range(theta.shape[0]):
        gradient[j] = (2 / m) * np.sum(error * X[:, j])
    return gradient
