# question: fit_polynomial. The system of the cost MSE + lambda * |theta|^2: m lambda on the whole diagonal.
import numpy as np


def powers(x, degree):
    return np.reshape(x, (-1, 1)) ** np.arange(degree + 1)


def solve(X, y, lambda_):
    L = np.eye(X.shape[1])
    L[0, 0] = 0
    return np.linalg.solve(X.T @ X + lambda_ * L, X.T @ y)


def error(X, y, theta):
    return np.mean((X @ theta - y) ** 2) / 2


def polynomial_features(x, degree):
    return powers(x, degree)[:, 1:]


def fit_polynomial(x, y, degree, lambda_=0.0):
    A = powers(x, degree)
    m = len(y)
    return np.linalg.solve(A.T @ A / m + lambda_ * np.eye(degree + 1), A.T @ y / m)


def regularized_cost(X, y, theta, lambda_):
    m = len(y)
    J = error(X, y, theta) + lambda_ / (2 * m) * np.sum(theta[1:] ** 2)
    grad = X.T @ (X @ theta - y) / m
    grad[1:] += lambda_ / m * theta[1:]
    return J, grad


def drop_highest_degree(x, y, x_val, y_val, max_degree, tolerance=0.25):
    J = {}
    for d in range(max_degree, 0, -1):
        J[d] = error(powers(x_val, d), y_val, solve(powers(x, d), y, 0.0))
    return min(d for d in J if J[d] <= (1 + tolerance) * min(J.values()))


def validation_curve(X, y, X_val, y_val, lambdas):
    thetas = [solve(X, y, lambda_) for lambda_ in lambdas]
    return [error(X, y, theta) for theta in thetas], [error(X_val, y_val, theta) for theta in thetas]


def diagnose_fit(train_error, val_error, acceptable_error):
    if train_error > acceptable_error:
        return "underfit"
    if val_error > acceptable_error:
        return "overfit"
    return "good"
