# question: add_intercept; the shape is the mistake
# joins the ones to a single attribute end to end: a longer vector instead of two columns
import numpy as np


def add_intercept(X):
    m = X.shape[0]
    if X.ndim == 2:
        return np.concatenate((np.ones((m, 1)), X), axis=1)
    return np.concatenate((np.ones(m), X))


def hypothesis(X, theta):
    h = np.zeros(X.shape[0])
    for x, t in zip(X.T, theta):
        h += x * t
    return h


def squared_errors(X, y, theta):
    return (hypothesis(X, theta) - y) ** 2


def compute_cost(X, y, theta):
    return np.sum(squared_errors(X, y, theta)) / (X.shape[0] + X.shape[0])


def compute_gradient(X, y, theta):
    e = hypothesis(X, theta) - y
    return np.array([np.mean(e * x) for x in X.T])
