# question: compute_gradient; passes none of its checks: no derivative is 0
# keeps the 1 / (2 m) of the cost in front of its derivative
import numpy as np


def residuals(X, y, theta):
    return hypothesis(X, theta) - y


def factor(y):
    return 1 / (2 * y.shape[0])


def add_intercept(X):
    columns = [np.ones(len(X))]
    if X.ndim == 1:
        columns.append(X)
    else:
        columns.extend(X.T)
    return np.stack(columns, axis=1)


def hypothesis(X, theta):
    return theta @ X.T


def squared_errors(X, y, theta):
    return residuals(X, y, theta) ** 2


def compute_cost(X, y, theta):
    return factor(y) * np.sum(squared_errors(X, y, theta))


def compute_gradient(X, y, theta):
    return factor(y) * (residuals(X, y, theta) @ X)
