# question: compute_cost; passes none of its checks: every cost changes
# a mean that is then divided by twice the number of rows
import numpy as np


def add_intercept(X):
    rows = X.tolist()
    table = []
    for row in rows:
        table.append([1.0] + (row if isinstance(row, list) else [row]))
    return np.array(table)


def hypothesis(X, theta):
    return np.array([float(np.sum(row * theta)) for row in X])


def squared_errors(X, y, theta):
    return np.array([(h - value) ** 2 for h, value in zip(hypothesis(X, theta), y)])


def compute_cost(X, y, theta):
    return float(np.mean(squared_errors(X, y, theta))) / (2 * len(y))


def compute_gradient(X, y, theta):
    e = hypothesis(X, theta) - y
    return np.array([float(np.mean(e * X[:, j])) for j in range(len(theta))])
