# question: squared_errors; passes none of its checks: no error is 0 or 1
# the measurement alone is squared
import numpy as np


def add_intercept(X):
    table = X.reshape(X.shape[0], -1)
    with_ones = np.ones((table.shape[0], table.shape[1] + 1))
    with_ones[:, 1:] = table
    return with_ones


def hypothesis(X, theta):
    return np.array([sum(t * value for t, value in zip(theta, person)) for person in X])


def squared_errors(X, y, theta):
    return np.array([h - value * value for h, value in zip(hypothesis(X, theta), y)])


def compute_cost(X, y, theta):
    total = 0.0
    for guess, real in zip(hypothesis(X, theta), y):
        total += (guess - real) * (guess - real)
    return total / (2 * len(y))


def compute_gradient(X, y, theta):
    predicted = hypothesis(X, theta)
    slopes = []
    for column in X.T:
        slopes.append(sum((guess - real) * value for guess, real, value in zip(predicted, y, column)) / len(y))
    return np.array(slopes)
