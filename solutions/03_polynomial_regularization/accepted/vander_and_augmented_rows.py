# idiom: np.vander, lstsq on rows added for the penalty, nan-filled arrays, np.flatnonzero, two-column answers
import numpy as np
from numpy.linalg import lstsq


def polynomial_features(x, degree):
    return np.vander(np.squeeze(x, axis=1) if np.ndim(x) == 2 else x, degree + 1, increasing=True)[:, 1:]


def _ridge(A, b, lam):
    extra = np.sqrt(lam) * np.identity(A.shape[1])[1:]
    return lstsq(np.vstack((A, extra)), np.append(b, np.zeros(len(extra))), rcond=None)[0]


def fit_polynomial(x, y, degree, lambda_=0.0):
    return _ridge(np.insert(polynomial_features(x, degree), 0, 1.0, axis=1), y, lambda_)


def regularized_cost(X, y, theta, lambda_):
    m = y.size
    r = X.dot(theta) - y
    J = np.sum(r**2) / (2.0 * m) + lambda_ / (2.0 * m) * np.sum(np.square(theta[1:]))
    grad = X.T.dot(r) / m
    grad[1:] += lambda_ / m * theta[1:]
    return np.array([[J]]), grad


def drop_highest_degree(x, y, x_val, y_val, max_degree, tolerance=0.25):
    err = np.full(max_degree + 1, np.inf)
    for d in np.arange(max_degree, 0, -1):
        theta = fit_polynomial(x, y, d)
        err[d] = regularized_cost(np.vander(x_val, d + 1, increasing=True), y_val, theta, 0)[0].item()
    return np.flatnonzero(err <= (1 + tolerance) * err.min())[0]


def validation_curve(X, y, X_val, y_val, lambdas):
    out = np.empty((len(lambdas), 2))
    for i, lam in enumerate(lambdas):
        theta = _ridge(X, y, lam)
        out[i, 0] = regularized_cost(X, y, theta, 0.0)[0].item()
        out[i, 1] = regularized_cost(X_val, y_val, theta, 0.0)[0].item()
    return out[:, 0], out[:, 1]


def diagnose_fit(train_error, val_error, acceptable_error):
    return np.select(
        [train_error > acceptable_error, val_error > acceptable_error], ["underfit", "overfit"], default="good"
    )[()]
