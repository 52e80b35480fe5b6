# question: squared_errors
# subtracts the predictions from y in place, so the caller's measurements are gone
import numpy as np


def add_intercept(X):
    if X.ndim == 1:
        X = X[:, np.newaxis]
    return np.insert(X, 0, 1.0, axis=1)


def hypothesis(X, theta):
    return np.dot(X, theta)


def squared_errors(X, y, theta):
    difference = y
    difference -= np.dot(X, theta)
    return difference * difference


def compute_cost(X, y, theta):
    residual = np.dot(X, theta) - y
    return 0.5 * np.mean(np.square(residual))


def compute_gradient(X, y, theta):
    residual = np.dot(X, theta) - y
    return np.dot(residual, X) / residual.size
