# question: squared_errors; passes none of its checks: the shape is the mistake
# the predictions become a column, and a column minus the vector y is an m by m table
import numpy as np


def add_intercept(X):
    return np.c_[np.ones(X.shape[0]), X]


def hypothesis(X, theta):
    return X.dot(theta)


def squared_errors(X, y, theta):
    column_of_theta = theta.reshape(-1, 1)
    h = X.dot(column_of_theta)
    return np.power(h - y, 2)


def compute_cost(X, y, theta):
    m = y.shape[0]
    d = X.dot(theta) - y
    return d.dot(d) / (2.0 * m)


def compute_gradient(X, y, theta):
    m = y.shape[0]
    return X.T.dot(X.dot(theta) - y) / m
