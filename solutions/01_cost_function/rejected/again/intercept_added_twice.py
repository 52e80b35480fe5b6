# question: hypothesis; passes none of its checks: every prediction is shifted by theta_0, and no theta_0 is zero
# the product already holds theta zero, and it is added once more
import numpy as np


def add_intercept(X):
    m = X.shape[0]
    result = np.zeros((m, X.reshape(m, -1).shape[1] + 1))
    result[:, 0] += 1
    result[:, 1:] += X.reshape(m, -1)
    return result


def hypothesis(X, theta):
    h = []
    for row in X:
        value = theta[0]
        for j in range(len(theta)):
            value += theta[j] * row[j]
        h.append(value)
    return np.array(h)


def squared_errors(X, y, theta):
    return np.square(hypothesis(X, theta) - y)


def compute_cost(X, y, theta):
    return np.mean(squared_errors(X, y, theta)) * 0.5


def compute_gradient(X, y, theta):
    m = len(y)
    e = hypothesis(X, theta) - y
    return np.array([np.sum(e * x) / m for x in X.T])
