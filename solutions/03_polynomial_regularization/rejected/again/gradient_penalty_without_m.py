# question: regularized_cost
import numpy as np


def polynomial_features(x, degree):
    column = np.ravel(x)[:, np.newaxis]  # (m, 1)
    return column ** np.arange(1, degree + 1)  # (m, degree)


def fit_polynomial(x, y, degree, lambda_=0.0):
    A = np.column_stack([np.ones(len(y)), polynomial_features(x, degree)])  # (m, degree + 1)
    penalty = lambda_ * np.eye(degree + 1)
    penalty[0, 0] = 0.0
    return np.linalg.solve(A.T @ A + penalty, A.T @ y)  # (degree + 1,)


def regularized_cost(X, y, theta, lambda_):
    m = len(y)
    error = X @ theta - y  # (m,)
    J = (error @ error + lambda_ * (theta[1:] @ theta[1:])) / (2 * m)
    grad = X.T @ error / m  # (n + 1,)
    grad[1:] += lambda_ * theta[1:]  # theta_0 is free
    return J, grad


def drop_highest_degree(x, y, x_val, y_val, max_degree, tolerance=0.25):
    errors = {}
    for degree in range(max_degree, 0, -1):
        theta = fit_polynomial(x, y, degree)
        A_val = np.column_stack([np.ones(len(y_val)), polynomial_features(x_val, degree)])  # (m_val, degree + 1)
        errors[degree], _ = regularized_cost(A_val, y_val, theta, 0.0)  # lambda 0: J without penalty
    limit = (1 + tolerance) * min(errors.values())
    return min(degree for degree, error in errors.items() if error <= limit)


def validation_curve(X, y, X_val, y_val, lambdas):
    error_train, error_val = [], []
    penalised = np.diag([0.0] + [1.0] * (X.shape[1] - 1))  # (n + 1, n + 1)
    for lambda_ in lambdas:
        theta = np.linalg.solve(X.T @ X + lambda_ * penalised, X.T @ y)  # (n + 1,)
        error_train.append(regularized_cost(X, y, theta, 0.0)[0])  # lambda 0: J without penalty
        error_val.append(regularized_cost(X_val, y_val, theta, 0.0)[0])
    return error_train, error_val


def diagnose_fit(train_error, val_error, acceptable_error):
    if train_error > acceptable_error:
        return "underfit"
    return "overfit" if val_error > acceptable_error else "good"
