# idiom: theta_0 is treated by itself (the first column is known to be ones); the cost has shape (1,)
import numpy as np


def add_intercept(X):
    if len(X.shape) == 1:
        X = np.expand_dims(X, axis=1)
    return np.insert(X, 0, 1.0, axis=1)


def hypothesis(X, theta):
    intercept, slopes = theta[0], theta[1:]
    return intercept + (X[:, 1:] * slopes).sum(axis=1)


def squared_errors(X, y, theta):
    return np.square(y - hypothesis(X, theta))


def compute_cost(X, y, theta):
    return np.mean(squared_errors(X, y, theta), keepdims=True) / 2


def compute_gradient(X, y, theta):
    residual = y - hypothesis(X, theta)
    first = -np.mean(residual)
    others = [-np.mean(residual * X[:, j]) for j in range(1, X.shape[1])]
    return np.append(first, others)
