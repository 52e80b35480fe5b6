# idiom: singular values, the intercept projected out; broadcasting over all lambdas at once; np.where on words
import numpy as np


def polynomial_features(x, degree):
    x = np.array(x, dtype=float, copy=True)
    if x.ndim == 1:
        x = x[:, None]
    result = x
    while result.shape[1] < degree:
        result = np.concatenate([result, result[:, -1:] * x], axis=1)
    return result


def all_fits(X, y, lambdas):
    """One row of theta per lambda, from a single decomposition (k, n + 1)."""
    means = np.mean(X[:, 1:], axis=0, keepdims=True)
    U, s, Vt = np.linalg.svd(X[:, 1:] - means, full_matrices=False)
    shrunk = s / (s**2 + np.reshape(lambdas, (-1, 1))) * (U.T @ (y - y.mean()))
    slopes = shrunk @ Vt
    return np.concatenate([y.mean() - slopes @ means.T, slopes], axis=1)


def fit_polynomial(x, y, degree, lambda_=0.0):
    X = np.pad(polynomial_features(x, degree), ((0, 0), (1, 0)), constant_values=1.0)
    return all_fits(X, y, [lambda_])[0]


def regularized_cost(X, y, theta, lambda_):
    m = np.shape(X)[0]
    theta_column, y_column = theta.reshape(-1, 1), y.reshape(-1, 1)
    penalised = np.vstack([[[0.0]], theta_column[1:]])
    e = X @ theta_column - y_column
    J = (e.T @ e + lambda_ * penalised.T @ penalised) / (2 * m)
    grad = (X.T @ e + lambda_ * penalised) / m
    return J, grad.ravel()


def drop_highest_degree(x, y, x_val, y_val, max_degree, tolerance=0.25):
    chosen, best, J = max_degree, np.inf, {}
    for removed in range(max_degree):
        degree = max_degree - removed
        theta = fit_polynomial(x, y, degree, 0)
        J[degree] = np.sum((np.polyval(theta[::-1], x_val) - y_val) ** 2) / (2 * len(y_val))
        best = min(best, J[degree])
    for degree in sorted(J, reverse=True):
        if J[degree] <= best * (1 + tolerance):
            chosen = degree
    return chosen


def validation_curve(X, y, X_val, y_val, lambdas):
    thetas = all_fits(X, y, lambdas)
    train = np.sum((X @ thetas.T - y[:, None]) ** 2, axis=0) / (2 * X.shape[0])
    val = np.sum((X_val @ thetas.T - y_val[:, None]) ** 2, axis=0) / (2 * X_val.shape[0])
    return train.tolist(), val.tolist()


def diagnose_fit(train_error, val_error, acceptable_error):
    word = np.where(
        train_error > acceptable_error, "underfit", np.where(val_error > acceptable_error, "overfit", "good")
    )
    return str(word)
