# question: compute_gradient; passes none of its checks: no derivative is 0
# subtracts the prediction from the measurement, so the gradient points downhill
import numpy as np


def add_intercept(X):
    return np.column_stack((np.ones(X.shape[0]), X))


def hypothesis(X, theta):
    predictions = []
    for row in X:
        predictions.append(row.dot(theta))
    return np.array(predictions)


def squared_errors(X, y, theta):
    errors = y - hypothesis(X, theta)
    return errors**2


def compute_cost(X, y, theta):
    errors = y - hypothesis(X, theta)
    return float((errors**2).mean() / 2)


def compute_gradient(X, y, theta):
    errors = y - hypothesis(X, theta)
    return X.T.dot(errors) / y.size
