# question: compute_gradient; passes none of its checks: no table has a single row
# adds the derivatives of all people and forgets to divide by their number
import numpy as np


def add_intercept(X):
    X = np.atleast_2d(X.T).T
    padded = np.pad(X, ((0, 0), (1, 0)), constant_values=1.0)
    return padded


def hypothesis(X, theta):
    h = np.zeros(len(X))
    for j, t in enumerate(theta):
        h += t * X[:, j]
    return h


def squared_errors(X, y, theta):
    return (y - hypothesis(X, theta)) ** 2


def compute_cost(X, y, theta):
    e = y - hypothesis(X, theta)
    return np.dot(e, e) / len(e) / 2


def compute_gradient(X, y, theta):
    h = hypothesis(X, theta)
    grad = np.zeros(len(theta))
    for i in range(len(y)):
        for j in range(len(theta)):
            grad[j] += (h[i] - y[i]) * X[i, j]
    return grad
