# idiom: plain Python loops over rows and columns, plain floats
import numpy as np


def add_intercept(X):
    rows = []
    for row in X:
        attributes = row if X.ndim == 2 else [row]
        rows.append([1.0])
        for value in attributes:
            rows[-1].append(float(value))
    return np.array(rows)


def hypothesis(X, theta):
    predictions = np.zeros(X.shape[0])
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            predictions[i] += theta[j] * X[i, j]
    return predictions


def squared_errors(X, y, theta):
    h = hypothesis(X, theta)
    squares = np.empty(len(y))
    for i in range(len(y)):
        squares[i] = (h[i] - y[i]) ** 2
    return squares


def compute_cost(X, y, theta):
    total = 0.0
    for square in squared_errors(X, y, theta):
        total += float(square)
    return total / 2 / len(y)


def compute_gradient(X, y, theta):
    h = hypothesis(X, theta)
    gradient = [0.0] * len(theta)
    for j in range(len(theta)):
        for i in range(len(y)):
            gradient[j] += (h[i] - y[i]) * X[i, j]
        gradient[j] /= len(y)
    return np.array(gradient)
