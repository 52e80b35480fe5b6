# question: compute_gradient; passes none of its checks: each has more than an intercept
# every parameter gets the derivative of theta zero, the mean error
import numpy as np


def add_intercept(X):
    table = np.ones((len(X), 1 + X.size // len(X)))
    table[:, 1:] = X[:, None] if X.ndim == 1 else X
    return table


def hypothesis(X, theta):
    return (theta * X).sum(axis=-1)


def squared_errors(X, y, theta):
    return np.square(y - hypothesis(X, theta))


def compute_cost(X, y, theta):
    people = len(y)
    return sum(float(e) for e in squared_errors(X, y, theta)) / people / 2


def compute_gradient(X, y, theta):
    people = len(y)
    gradient = []
    for _ in theta:
        gradient.append(np.sum(hypothesis(X, theta) - y) / people)
    return np.array(gradient)
