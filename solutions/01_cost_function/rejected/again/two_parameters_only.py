# question: hypothesis
# knows an intercept and one slope, and drops all further terms
import numpy as np


def add_intercept(X):
    ones = np.ones(len(X))
    if X.ndim == 1:
        return np.stack((ones, X), axis=-1)
    return np.column_stack((ones, X))


def hypothesis(X, theta):
    b = theta[0]
    w = theta[1]
    h = np.zeros(len(X))
    for i in range(len(X)):
        h[i] = b + w * X[i][1]
    return h


def squared_errors(X, y, theta):
    return (X.dot(theta) - y) ** 2


def compute_cost(X, y, theta):
    return np.sum((X.dot(theta) - y) ** 2) / (2 * len(X))


def compute_gradient(X, y, theta):
    return X.T.dot(X.dot(theta) - y) / len(X)
