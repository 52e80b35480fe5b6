# question: add_intercept; passes none of its checks: no attribute is all ones
# glues the ones to the right of the attributes instead of the left
import numpy as np


def add_intercept(X):
    features = X.reshape(-1, 1) if X.ndim == 1 else X
    ones = np.ones((features.shape[0], 1))
    return np.append(features, ones, axis=1)


def hypothesis(X, theta):
    return np.einsum("mn,n->m", X, theta)


def squared_errors(X, y, theta):
    distance = np.einsum("mn,n->m", X, theta) - y
    return np.multiply(distance, distance)


def compute_cost(X, y, theta):
    distance = np.einsum("mn,n->m", X, theta) - y
    return np.einsum("m,m->", distance, distance) / (2 * distance.size)


def compute_gradient(X, y, theta):
    distance = np.einsum("mn,n->m", X, theta) - y
    return np.einsum("m,mn->n", distance, X) / distance.size
