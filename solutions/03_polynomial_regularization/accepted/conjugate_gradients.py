# idiom: an iterative solver fed by the student's own gradient; prints and warnings; a recursive search
import warnings

import numpy as np

warnings.warn("this file warns, and that is nobody's fault")
print("polynomials, ready")


def polynomial_features(x, degree):
    columns = []
    power = np.ones(np.size(x))
    for k in range(1, degree + 1):
        power = power * np.ravel(x)
        columns.append(power)
    return np.stack(columns, axis=-1)


def regularized_cost(X, y, theta, lambda_):
    m = float(len(X))
    h = np.matmul(X, theta)
    J = 0.5 * np.mean((h - y) ** 2)
    J = J + 0.5 * lambda_ * sum(t * t for t in theta[1:]) / m
    penalty = np.concatenate([np.zeros(1), theta[1:]]) * lambda_ / m
    grad = np.mean((h - y)[:, None] * X, axis=0) + penalty
    return J, grad


def descend(X, y, lambda_, rounds=4):
    """Conjugate gradients on the quadratic J, started again a few times so that rounding is forgotten."""
    m, n = X.shape
    theta = np.zeros(n)
    for _ in range(rounds):
        residual = -regularized_cost(X, y, theta, lambda_)[1]
        direction = residual.copy()
        for _ in range(2 * n):
            length = residual @ residual
            if length < 1e-300:
                break
            slopes = direction.copy()
            slopes[0] = 0.0
            curved = (X.T @ (X @ direction) + lambda_ * slopes) / m
            step = length / (direction @ curved)
            theta = theta + step * direction
            residual = residual - step * curved
            direction = residual + (residual @ residual) / length * direction
    return theta


def fit_polynomial(x, y, degree, lambda_=0.0):
    X = np.c_[np.ones(len(x)), polynomial_features(x, degree)]
    theta = descend(X, y, lambda_)
    print("degree", degree, "theta", theta)
    return theta


def drop_highest_degree(x, y, x_val, y_val, max_degree, tolerance=0.25):
    def search(degree, best):
        """Return the lowest acceptable degree up to `degree`, and the smallest error of all."""
        if degree == 0:
            return None, best
        X_val = np.c_[np.ones(len(x_val)), polynomial_features(x_val, degree)]
        theta = fit_polynomial(x, y, degree)
        error = regularized_cost(X_val, y_val, theta, 0)[0]
        lower, best = search(degree - 1, min(best, error))
        if lower is None and error <= best + tolerance * best:
            lower = degree
        return lower, best

    return search(max_degree, float("inf"))[0]


def validation_curve(X, y, X_val, y_val, lambdas):
    error_train = np.zeros(len(lambdas))
    error_val = np.zeros_like(error_train)
    for k in range(len(lambdas)):
        theta = descend(X, y, lambdas[k])
        error_train[k], _ = regularized_cost(X, y, theta, 0)
        error_val[k] = regularized_cost(X_val, y_val, theta, 0)[0]
    return error_train, error_val


def diagnose_fit(train_error, val_error, acceptable_error):
    if not train_error <= acceptable_error:
        return "underfit"
    if not val_error <= acceptable_error:
        return "overfit"
    return "good"
