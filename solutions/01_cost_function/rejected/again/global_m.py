# question: compute_cost
# the number of people is a variable of the notebook, counted once for the lecture's table
import numpy as np

m = 30  # people in blood_pressure.csv


def add_intercept(X):
    if X.ndim == 1:
        return np.array([[1.0, x] for x in X])
    return np.array([[1.0, *row] for row in X])


def hypothesis(X, theta):
    return np.array([np.dot(row, theta) for row in X])


def squared_errors(X, y, theta):
    return np.array([(np.dot(row, theta) - value) ** 2 for row, value in zip(X, y)])


def compute_cost(X, y, theta):
    return sum(squared_errors(X, y, theta)) / (2 * m)


def compute_gradient(X, y, theta):
    total = np.zeros(len(theta))
    for row, value in zip(X, y):
        total = total + (np.dot(row, theta) - value) * row
    return total / len(X)
