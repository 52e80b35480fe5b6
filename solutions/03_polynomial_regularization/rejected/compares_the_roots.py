# question: drop_highest_degree. The roots of the errors are compared: 25% of a root is 56% of J.
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
    return solve(powers(x, degree), y, lambda_)


def regularized_cost(X, y, theta, lambda_):
    m = len(y)
    J = error(X, y, theta) + lambda_ / (2 * m) * np.sum(theta[1:] ** 2)
    grad = X.T @ (X @ theta - y) / m
    grad[1:] += lambda_ / m * theta[1:]
    return J, grad


def drop_highest_degree(x, y, x_val, y_val, max_degree, tolerance=0.25):
    rmse = {}
    for d in range(max_degree, 0, -1):
        theta = solve(powers(x, d), y, 0.0)
        rmse[d] = np.sqrt(np.mean((powers(x_val, d) @ theta - y_val) ** 2))
    return min(d for d in rmse if rmse[d] <= (1 + tolerance) * min(rmse.values()))


def validation_curve(X, y, X_val, y_val, lambdas):
    thetas = [solve(X, y, lambda_) for lambda_ in lambdas]
    return [error(X, y, theta) for theta in thetas], [error(X_val, y_val, theta) for theta in thetas]


def diagnose_fit(train_error, val_error, acceptable_error):
    if train_error > acceptable_error:
        return "underfit"
    if val_error > acceptable_error:
        return "overfit"
    return "good"
