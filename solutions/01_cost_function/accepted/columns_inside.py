# idiom: everything is a column inside, in the style of Octave; the cost comes back as a (1, 1) array
import numpy as np


def add_intercept(X):
    m = X.shape[0]
    return np.hstack((np.ones((m, 1)), X.reshape(m, X.size // m)))


def hypothesis(X, theta):
    h = np.dot(X, theta.reshape(-1, 1))
    return h.ravel()


def squared_errors(X, y, theta):
    error = np.dot(X, theta[:, np.newaxis]) - y[:, np.newaxis]
    return np.power(error, 2).flatten()


def compute_cost(X, y, theta):
    m = y.shape[0]
    error = np.dot(X, theta[:, np.newaxis]) - y[:, np.newaxis]
    return (1 / (2 * m)) * np.dot(error.T, error)


def compute_gradient(X, y, theta):
    m = y.shape[0]
    error = np.dot(X, theta[:, np.newaxis]) - y[:, np.newaxis]
    return ((1 / m) * np.dot(X.T, error)).reshape(theta.shape)
