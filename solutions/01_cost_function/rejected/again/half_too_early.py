# question: squared_errors; passes none of its checks: no error is 0
# puts the one half of the cost on every squared error already
import numpy as np


def add_intercept(X):
    return np.r_["1,2,0", np.ones(len(X)), X]


def hypothesis(X, theta):
    h = np.full(X.shape[0], 0.0)
    for i in range(X.shape[0]):
        h[i] = np.vdot(X[i], theta)
    return h


def squared_errors(X, y, theta):
    h = hypothesis(X, theta)
    out = np.empty_like(y)
    for i in range(y.size):
        out[i] = 0.5 * (h[i] - y[i]) ** 2
    return out


def compute_cost(X, y, theta):
    return squared_errors(X, y, theta).sum() / (2 * y.size)


def compute_gradient(X, y, theta):
    e = hypothesis(X, theta) - y
    return np.array([np.vdot(e, X[:, j]) for j in range(X.shape[1])]) / y.size
