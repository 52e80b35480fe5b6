"""Gradient descent for linear regression: scaling the table, going down step by step, and predicting.

Shapes: m rows, n columns. Arrays are float64; ``theta`` is ``(n,)`` and ``y`` is ``(m,)``, never columns.
In the functions that take ``X`` and ``y`` together, ``X`` already carries its column of ones in front. The cost is

    J(theta) = 1/(2m) * sum_i (h(x_i) - y_i)^2        with h(x) = theta_0 * 1 + theta_1 * x_1 + ...
"""

import numpy as np


def feature_normalize(X):
    """Put every column of a table on the same scale: mean zero, standard deviation one.

    x_norm = (x - mu) / sigma, column by column.

    Parameters
    ----------
    X : (m, n) array, one feature per column, no column of ones; no column is constant.

    Returns
    -------
    X_norm : (m, n) array
    mu : (n,) array, the mean of each column of X
    sigma : (n,) array, the standard deviation of each column of X. The lecture divides by m (numpy's default);
        dividing by m - 1 is also right if X_norm and sigma use the same one.

    X itself is not changed.

    >>> X_norm, mu, sigma = feature_normalize(np.array([[1.0, 10.0], [3.0, 50.0]]))
    >>> X_norm.tolist(), mu.tolist(), sigma.tolist()
    ([[-1.0, -1.0], [1.0, 1.0]], [2.0, 30.0], [1.0, 20.0])
    """
    # BEGIN SOLUTION
    mu = X.mean(axis=0)  # (n,)
    sigma = X.std(axis=0)  # (n,)
    return (X - mu) / sigma, mu, sigma
    # END SOLUTION


def gradient_descent(X, y, theta, alpha, num_iters):
    """Go down the cost surface of linear regression in ``num_iters`` steps of rate ``alpha``.

    One step, for all parameters j at once, every derivative taken at the same old theta:

        theta_j := theta_j - alpha * 1/m * sum_i (h(x_i) - y_i) * x_ij

    Parameters
    ----------
    X : (m, n) array with its column of ones in front
    y : (m,) array
    theta : (n,) array, where to start; it must not be changed
    alpha : float, the learning rate
    num_iters : int, the number of steps

    Returns
    -------
    theta : (n,) array, its value after the last step
    J_history : num_iters numbers; entry k is the cost on the whole table AFTER step k + 1

    >>> theta, J_history = gradient_descent(np.array([[1.0, 2.0]]), np.array([5.0]), np.zeros(2), 0.1, 2)
    >>> theta.tolist(), np.array(J_history).tolist()
    ([0.75, 1.5], [3.125, 0.78125])
    """
    # BEGIN SOLUTION
    m = len(y)
    J_history = []
    for _ in range(num_iters):
        theta = theta - alpha * X.T @ (X @ theta - y) / m  # a new array (n,): the argument stays as it was
        J_history.append(np.sum((X @ theta - y) ** 2) / (2 * m))
    return theta, J_history
    # END SOLUTION


def stochastic_gradient_descent(X, y, theta, alpha, num_epochs, batch_size, rng):
    """Go down with steps that look at only a few rows each (mini-batches).

    Every epoch draws a new random order of the rows from ``rng`` and cuts it into batches of ``batch_size``
    consecutive rows; the last batch holds the rows that are left and may be shorter. Each batch makes one step
    of gradient descent, with the mean over the rows of that batch. So an epoch uses every row exactly once.

    Parameters
    ----------
    X : (m, n) array with its column of ones in front
    y : (m,) array
    theta : (n,) array, where to start; it must not be changed, nor must X and y
    alpha : float, the learning rate
    num_epochs : int, the number of passes through the table
    batch_size : int, 1 <= batch_size <= m
    rng : numpy.random.Generator, the only source of randomness, for example ``np.random.default_rng(0)``

    Returns
    -------
    theta : (n,) array, its value after the last step
    J_history : num_epochs numbers; entry k is the cost on the WHOLE table after epoch k + 1

    >>> theta, J_history = stochastic_gradient_descent(
    ...     np.array([[1.0, 2.0], [1.0, 2.0]]), np.array([5.0, 5.0]), np.zeros(2), 0.1, 1, 1, np.random.default_rng(0)
    ... )
    >>> theta.tolist(), np.array(J_history).tolist()
    ([0.75, 1.5], [0.78125])
    """
    # BEGIN SOLUTION
    m = len(y)
    J_history = []
    for _ in range(num_epochs):
        order = rng.permutation(m)
        for start in range(0, m, batch_size):
            rows = order[start : start + batch_size]  # (batch_size,), the last one may be shorter
            error = X[rows] @ theta - y[rows]  # one per row of the batch
            theta = theta - alpha * X[rows].T @ error / len(rows)  # (n,)
        J_history.append(np.sum((X @ theta - y) ** 2) / (2 * m))
    return theta, J_history
    # END SOLUTION


def predict(x, theta, mu, sigma):
    """Predict new cases with a theta that was trained on a normalised table.

    h(x) = theta_0 + theta_1 * (x_1 - mu_1) / sigma_1 + ...

    Parameters
    ----------
    x : (k, n) array, k new cases in their own units (years, not standard deviations), one feature per column, no ones
    theta : (n + 1,) array, the intercept first
    mu, sigma : (n,) arrays, the mean and standard deviation of the table theta was trained on

    Returns
    -------
    (k,) array, one prediction per case

    >>> predict(np.array([[30.0], [50.0]]), np.array([100.0, 5.0]), np.array([40.0]), np.array([10.0])).tolist()
    [95.0, 105.0]
    """
    # BEGIN SOLUTION
    x_norm = (x - mu) / sigma  # (k, n)
    return theta[0] + x_norm @ theta[1:]  # (k,)
    # END SOLUTION


def normal_equation(X, y):
    """Find the theta with the lowest cost without taking a step: the point where the gradient is zero.

    X^T X theta = X^T y

    Parameters
    ----------
    X : (m, n) array with its column of ones in front; its columns are linearly independent
    y : (m,) array

    Returns
    -------
    theta : (n,) array

    >>> normal_equation(np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]]), np.array([1.0, 3.0, 5.0])).round(9).tolist()
    [1.0, 2.0]
    """
    # BEGIN SOLUTION
    return np.linalg.pinv(X) @ y  # (n, m) @ (m,)
    # END SOLUTION
