# idiom: the square multiplied out with the normal equations' matrices; the cost is a 0-d array
import numpy as np


def add_intercept(X):
    return np.c_[np.ones(X.shape[0]), X]


def hypothesis(X, theta):
    return np.matmul(theta, X.T)


def squared_errors(X, y, theta):
    h = np.matmul(theta, X.T)
    return h * h - 2 * h * y + y * y


def compute_cost(X, y, theta):
    gram, moment = X.T @ X, X.T @ y
    return np.asarray((theta @ gram @ theta - 2 * theta @ moment + y @ y) / (2 * y.size))


def compute_gradient(X, y, theta):
    gram, moment = X.T @ X, X.T @ y
    return (gram @ theta - moment) / y.size
