# question: polynomial_features; a single row gives a vector, the shape is the misconception
# takes away every axis of size one, also that of a single row
import numpy as np


def half_mse(table, target, theta):
    return 0.5 * np.mean((np.dot(table, theta) - target) ** 2)


def ridge(table, target, strength):
    """Least squares with one more row per slope, which asks that slope to be zero."""
    slopes = table.shape[1] - 1
    extra = np.zeros((slopes, slopes + 1))
    for j in range(slopes):
        extra[j, j + 1] = np.sqrt(strength)
    theta, _, _, _ = np.linalg.lstsq(np.vstack((table, extra)), np.append(target, np.zeros(slopes)), rcond=None)
    return theta


def polynomial_features(x, degree):
    return np.power.outer(x.squeeze(), np.arange(1, degree + 1))


def fit_polynomial(x, y, degree, lambda_=0.0):
    return ridge(np.vander(x, degree + 1, increasing=True), y, lambda_)


def regularized_cost(X, y, theta, lambda_):
    m, columns = X.shape
    grad = np.zeros(columns)
    J = 0.0
    for row, target in zip(X, y):
        miss = np.dot(row, theta) - target
        J = J + miss * miss / 2 / m
        grad = grad + miss * row / m
    for j in range(1, columns):
        J = J + lambda_ * theta[j] * theta[j] / 2 / m
        grad[j] = grad[j] + lambda_ * theta[j] / m
    return J, grad


def drop_highest_degree(x, y, x_val, y_val, max_degree, tolerance=0.25):
    degrees = list(range(1, max_degree + 1))
    seen = []
    for d in degrees:
        theta = ridge(np.vander(x, d + 1, increasing=True), y, 0.0)
        seen.append(half_mse(np.vander(x_val, d + 1, increasing=True), y_val, theta))
    for d, error in zip(degrees, seen):
        if error <= min(seen) * (1 + tolerance):
            return d


def validation_curve(X, y, X_val, y_val, lambdas):
    fits = [ridge(X, y, strength) for strength in lambdas]
    return [half_mse(X, y, theta) for theta in fits], [half_mse(X_val, y_val, theta) for theta in fits]


def diagnose_fit(train_error, val_error, acceptable_error):
    if train_error <= acceptable_error and val_error <= acceptable_error:
        return "good"
    if train_error <= acceptable_error:
        return "overfit"
    return "underfit"
