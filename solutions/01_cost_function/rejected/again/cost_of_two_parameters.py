# question: compute_cost
# the cost writes the line a + b x by hand instead of calling the hypothesis
import numpy as np


def add_intercept(X):
    ones = np.ones((len(X), 1))
    return np.hstack((ones, X.reshape(len(X), -1)))


def hypothesis(X, theta):
    return np.einsum("ij,j->i", X, theta)


def squared_errors(X, y, theta):
    return np.square(hypothesis(X, theta) - y)


def compute_cost(X, y, theta):
    a, b = theta[0], theta[1]
    J = 0.0
    for i in range(len(y)):
        prediction = a + b * X[i, 1]
        J = J + (prediction - y[i]) ** 2
    return J / (2 * len(y))


def compute_gradient(X, y, theta):
    return np.einsum("ij,i->j", X, hypothesis(X, theta) - y) / len(y)
