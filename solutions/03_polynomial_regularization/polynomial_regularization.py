"""Polynomials, overfitting and two ways to regularise: removing the highest degree, and a penalty on theta.

numpy only. Arrays are float64; theta and y are one-dimensional, never columns. No function changes its arguments.
"""

import numpy as np


def polynomial_features(x, degree):
    """Return the powers of x as columns: x, x**2, ..., x**degree. No column of ones: the intercept comes later.

    Inputs:
    - x: array (m,) or (m, 1), one variable
    - degree: int >= 1, the highest power

    Returns: array (m, degree); column 0 is x, the last column is x**degree.

    >>> polynomial_features(np.array([2.0, -1.0]), 3)
    array([[ 2.,  4.,  8.],
           [-1.,  1., -1.]])
    """
    # BEGIN SOLUTION
    column = np.ravel(x)[:, np.newaxis]  # (m, 1)
    return column ** np.arange(1, degree + 1)  # (m, degree)
    # END SOLUTION


def fit_polynomial(x, y, degree, lambda_=0.0):
    """Return the theta that minimises the regularised cost of the polynomial of this degree.

    The cost, with h(x) = theta_0 + theta_1 x + ... + theta_degree x**degree:

        J(theta) = 1/(2m) * (sum_i (h(x_i) - y_i)**2 + lambda * (theta_1**2 + ... + theta_degree**2))

    theta_0 is not penalised. Setting the gradient to zero gives a linear system, where A has the columns
    1, x, ..., x**degree and L is the identity matrix with a zero in its first corner:

        (A^T A + lambda L) theta = A^T y

    Solve it any way you like (Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 3.4.1).

    Inputs:
    - x: array (m,), scaled to [-1, 1]
    - y: array (m,)
    - degree: int >= 1, with fewer terms than rows
    - lambda_: float >= 0, the strength of the penalty

    Returns: theta, array (degree + 1,), from the intercept to the highest power.

    >>> x = np.array([-1.0, 0.0, 0.5, 1.0])
    >>> fit_polynomial(x, 1 + 2 * x - 3 * x**2, 2).round(6)
    array([ 1.,  2., -3.])
    """
    # BEGIN SOLUTION
    A = np.column_stack([np.ones(len(y)), polynomial_features(x, degree)])  # (m, degree + 1)
    penalty = lambda_ * np.eye(degree + 1)
    penalty[0, 0] = 0.0
    return np.linalg.solve(A.T @ A + penalty, A.T @ y)  # (degree + 1,)
    # END SOLUTION


def regularized_cost(X, y, theta, lambda_):
    """Return the regularised cost of a linear hypothesis and its gradient.

        J(theta) = 1/(2m) * sum_i (h(x_i) - y_i)**2 + lambda/(2m) * sum_{j >= 1} theta_j**2,   h(x_i) = X[i] . theta

    The gradient holds dJ/dtheta_j for every j. theta_0 belongs to the column of ones and is not penalised.

    Inputs:
    - X: array (m, n + 1), its first column is all ones
    - y: array (m,)
    - theta: array (n + 1,)
    - lambda_: float >= 0

    Returns a tuple (J, grad): J a float, grad an array (n + 1,).

    >>> X, y = np.array([[1.0, 2.0], [1.0, 4.0]]), np.array([1.0, 5.0])
    >>> J, grad = regularized_cost(X, y, np.array([0.0, 1.0]), 4.0)
    >>> float(J), grad.tolist()
    (1.5, [0.0, 1.0])
    """
    # BEGIN SOLUTION
    m = len(y)
    error = X @ theta - y  # (m,)
    J = (error @ error + lambda_ * (theta[1:] @ theta[1:])) / (2 * m)
    grad = X.T @ error / m  # (n + 1,)
    grad[1:] += lambda_ / m * theta[1:]  # theta_0 is free
    return J, grad
    # END SOLUTION


def drop_highest_degree(x, y, x_val, y_val, max_degree, tolerance=0.25):
    """Return the degree that remains after removing the highest terms that are not needed.

    From max_degree down to 1, one degree at a time: fit the training data without penalty (lambda = 0) and note the
    validation error, J without penalty on x_val, y_val:

        J_val = 1/(2 m_val) * sum_i (h(x_val_i) - y_val_i)**2

    Then return the LOWEST of these degrees whose J_val is at most (1 + tolerance) times the smallest J_val seen.
    Degree 0 is never tried.

    Inputs:
    - x, y: arrays (m,), training data, x scaled to [-1, 1]
    - x_val, y_val: arrays (m_val,), validation data, on the same scale
    - max_degree: int >= 1
    - tolerance: float >= 0; with 0 the smallest validation error itself decides

    Returns: int, from 1 to max_degree.

    >>> x, x_val = np.linspace(-1, 1, 40), np.linspace(-0.9, 0.9, 30)
    >>> drop_highest_degree(x, x**3 + 0.1 * np.cos(40 * x), x_val, x_val**3 + 0.1 * np.cos(30 * x_val), 6)
    3
    """
    # BEGIN SOLUTION
    errors = {}
    for degree in range(max_degree, 0, -1):
        theta = fit_polynomial(x, y, degree)
        A_val = np.column_stack([np.ones(len(y_val)), polynomial_features(x_val, degree)])  # (m_val, degree + 1)
        errors[degree], _ = regularized_cost(A_val, y_val, theta, 0.0)  # lambda 0: J without penalty
    limit = (1 + tolerance) * min(errors.values())
    return min(degree for degree, error in errors.items() if error <= limit)
    # END SOLUTION


def validation_curve(X, y, X_val, y_val, lambdas):
    """Return the training and the validation error of one regularised fit per lambda.

    For every lambda, fit theta on X, y with that lambda (theta_0 not penalised); then measure J WITHOUT penalty,

        J(theta) = 1/(2m) * sum_i (h(x_i) - y_i)**2

    once on X, y and once on X_val, y_val, each with its own number of rows.

    Inputs:
    - X: array (m, n + 1), its first column is all ones; y: array (m,)
    - X_val: array (m_val, n + 1), its first column is all ones; y_val: array (m_val,)
    - lambdas: array (k,) of floats >= 0; when 0 is among them, X has more rows than columns

    Returns a tuple (error_train, error_val): two sequences (lists or arrays) of k numbers, in the order of lambdas.

    >>> X, y = np.array([[1.0, -1.0], [1.0, 1.0]]), np.array([0.0, 4.0])
    >>> error_train, error_val = validation_curve(X, y, X, y + 1, np.array([2.0]))
    >>> np.round(error_train, 6), np.round(error_val, 6)
    (array([0.5]), array([1.]))
    """
    # BEGIN SOLUTION
    error_train, error_val = [], []
    penalised = np.diag([0.0] + [1.0] * (X.shape[1] - 1))  # (n + 1, n + 1)
    for lambda_ in lambdas:
        theta = np.linalg.solve(X.T @ X + lambda_ * penalised, X.T @ y)  # (n + 1,)
        error_train.append(regularized_cost(X, y, theta, 0.0)[0])  # lambda 0: J without penalty
        error_val.append(regularized_cost(X_val, y_val, theta, 0.0)[0])
    return error_train, error_val
    # END SOLUTION


def diagnose_fit(train_error, val_error, acceptable_error):
    """Say in one word what is wrong with a fit.

    - "underfit": the training error is greater than the acceptable one;
    - "overfit": the training error is acceptable and the validation error is greater than the acceptable one;
    - "good": both are acceptable.

    An error that is equal to the acceptable one is acceptable.

    Inputs: three floats, errors without penalty.

    Returns: str, "underfit", "good" or "overfit".

    >>> diagnose_fit(0.3, 0.9, 2.0)
    'good'
    """
    # BEGIN SOLUTION
    if train_error > acceptable_error:
        return "underfit"
    return "overfit" if val_error > acceptable_error else "good"
    # END SOLUTION
