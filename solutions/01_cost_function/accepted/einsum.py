# idiom: einsum for every sum, in-place filling of an empty table
import numpy as np


def add_intercept(X):
    columns = X[:, None] if X.ndim == 1 else X
    table = np.empty((columns.shape[0], columns.shape[1] + 1))
    table[:, 0] = 1
    table[:, 1:] = columns
    return table


def hypothesis(X, theta):
    return np.einsum("ij,j->i", X, theta)


def squared_errors(X, y, theta):
    e = np.einsum("ij,j->i", X, theta) - y
    return np.einsum("i,i->i", e, e)


def compute_cost(X, y, theta):
    e = np.einsum("ij,j->i", X, theta) - y
    return 0.5 * np.einsum("i,i->", e, e) / e.size


def compute_gradient(X, y, theta):
    e = np.einsum("ij,j->i", X, theta) - y
    return np.einsum("ij,i->j", X, e) / e.size
