# question: compute_cost
# rounds the cost to the two decimals of the slide
import numpy as np


def add_intercept(X):
    out = np.ones((X.shape[0], 2 if X.ndim == 1 else X.shape[1] + 1))
    if X.ndim == 1:
        out[:, 1] = X
    else:
        out[:, 1:] = X
    return out


def hypothesis(X, theta):
    return X.dot(theta)


def squared_errors(X, y, theta):
    return (y - X.dot(theta)) ** 2


def compute_cost(X, y, theta):
    J = squared_errors(X, y, theta).sum() / (2 * X.shape[0])
    return float(f"{J:.2f}")


def compute_gradient(X, y, theta):
    return -X.T.dot(y - X.dot(theta)) / X.shape[0]
