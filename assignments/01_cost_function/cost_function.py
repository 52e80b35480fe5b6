"""Cost function: how far a line's predictions are from what was measured.

Write the five functions in this order; each builds on the ones before it. The same letters mean the same everywhere:

    m      number of people (rows)
    n      number of attributes of each person (age, weight, ...)
    X      (m, n + 1) table of attributes after add_intercept: its first column is all ones
    theta  (n + 1,)   parameters; theta[0] is the intercept
    y      (m,)       what was measured

All arrays are float64. y and theta are vectors, never columns of shape (m, 1). No function may change its arguments.

You can run the examples below: `python -m doctest cost_function.py`.
"""

import numpy as np


def add_intercept(X):
    """Put a column of ones in front of the attributes.

    The ones stand for x_0 = 1, so that theta_0 is multiplied like every other parameter.

    Arguments:
        X: attributes, (m, n), or (m,) when there is only one.

    Returns:
        (m, n + 1) array: ones in column 0, then the attributes in their order.

    >>> add_intercept(np.array([39.0, 47.0]))
    array([[ 1., 39.],
           [ 1., 47.]])
    """
    raise NotImplementedError("add_intercept")


def hypothesis(X, theta):
    """Predict a value for every row.

        h(x) = theta_0 x_0 + theta_1 x_1 + ... + theta_n x_n,   x_0 = 1

    Arguments:
        X: attributes with their column of ones, (m, n + 1).
        theta: parameters, (n + 1,).

    Returns:
        (m,) array of predictions.

    >>> hypothesis(np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0]]), np.array([1.0, 2.0]))
    array([3., 5., 7.])
    """
    raise NotImplementedError("hypothesis")


def squared_errors(X, y, theta):
    """Square the error of every prediction.

        (h(x_i) - y_i)^2   for i = 1 .. m

    Arguments:
        X: attributes with their column of ones, (m, n + 1).
        y: measured values, (m,).
        theta: parameters, (n + 1,).

    Returns:
        (m,) array: one squared error per row, in the order of the rows.

    >>> X, y = np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0]]), np.array([2.0, 4.0, 12.0])
    >>> squared_errors(X, y, np.array([1.0, 2.0]))
    array([ 1.,  1., 25.])
    """
    raise NotImplementedError("squared_errors")


def compute_cost(X, y, theta):
    """Say with one number how badly theta fits: half of the mean squared error.

        J(theta) = 1 / (2 m) * sum over i of (h(x_i) - y_i)^2

    Arguments:
        X: attributes with their column of ones, (m, n + 1).
        y: measured values, (m,).
        theta: parameters, (n + 1,).

    Returns:
        float, the cost J.

    >>> X, y = np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0]]), np.array([2.0, 4.0, 12.0])
    >>> print(compute_cost(X, y, np.array([1.0, 2.0])))
    4.5
    """
    raise NotImplementedError("compute_cost")


def compute_gradient(X, y, theta):
    """Say how the cost changes with each parameter.

        dJ / dtheta_j = 1 / m * sum over i of (h(x_i) - y_i) x_ij   for j = 0 .. n

    Arguments:
        X: attributes with their column of ones, (m, n + 1).
        y: measured values, (m,).
        theta: parameters, (n + 1,).

    Returns:
        (n + 1,) array: one derivative per parameter, in the order of theta.

    >>> X, y = np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0]]), np.array([2.0, 4.0, 12.0])
    >>> compute_gradient(X, y, np.array([1.0, 2.0]))
    array([-1., -4.])
    """
    raise NotImplementedError("compute_gradient")
