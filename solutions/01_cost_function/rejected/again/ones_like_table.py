# question: add_intercept; the shape is the mistake
# makes the ones with the shape of the whole table: one column of them per attribute
import numpy as np


def add_intercept(X):
    if X.ndim == 1:
        X = X[:, None]
    m, n = X.shape
    ones = np.ones((m, n))
    return np.concatenate((ones, X), axis=1)


def hypothesis(X, theta):
    return sum(theta[j] * X[:, j] for j in range(len(theta)))


def squared_errors(X, y, theta):
    return (hypothesis(X, theta) - y) ** 2


def compute_cost(X, y, theta):
    return squared_errors(X, y, theta).sum() / len(y) / 2


def compute_gradient(X, y, theta):
    difference = hypothesis(X, theta) - y
    return np.array([difference.dot(X[:, j]) for j in range(len(theta))]) / len(y)
