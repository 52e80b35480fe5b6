# question: compute_gradient
# intercept and first slope only; the others stay zero
import numpy as np


def add_intercept(X):
    return np.column_stack([np.ones(len(X)), X])


def hypothesis(X, theta):
    return X @ theta


def squared_errors(X, y, theta):
    return (X @ theta - y) ** 2


def compute_cost(X, y, theta):
    m = len(y)
    return np.sum((X @ theta - y) ** 2) / (2 * m)


def compute_gradient(X, y, theta):
    errors = X @ theta - y
    gradient = np.zeros(len(theta))
    gradient[0] = np.mean(errors)
    gradient[1] = np.mean(errors * X[:, 1])
    return gradient
