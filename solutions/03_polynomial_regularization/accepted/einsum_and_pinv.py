# idiom: einsum, cumulative products, pinv of the normal equations, a zeroed copy of theta, errors as (k, 1) columns
import numpy as np


def polynomial_features(x, degree):
    repeated = np.tile(np.asarray(x).reshape(-1)[:, np.newaxis], (1, degree))
    return np.cumprod(repeated, axis=1)


def _theta(X, y, lambda_):
    L = np.eye(X.shape[1])
    L[0][0] = 0
    gram = np.einsum("ij,ik->jk", X, X)
    return np.einsum("jk,k->j", np.linalg.pinv(gram + lambda_ * L), np.einsum("ij,i->j", X, y))


def _half_mean_square(X, y, theta):
    gap = np.einsum("ij,j->i", X, theta) - y
    return np.einsum("i,i->", gap, gap) / 2 / gap.shape[0]


def fit_polynomial(x, y, degree, lambda_=0.0):
    P = polynomial_features(x, degree)
    X = np.hstack([np.ones_like(P[:, :1]), P])
    return _theta(X, y, lambda_)


def regularized_cost(X, y, theta, lambda_):
    m = X.shape[0]
    reg = np.array(theta)
    reg[0] = 0.0
    gap = np.einsum("ij,j->i", X, theta) - y
    J = _half_mean_square(X, y, theta) + 0.5 * lambda_ / m * np.einsum("j,j->", reg, reg)
    grad = (np.einsum("ij,i->j", X, gap) + lambda_ * reg) / m
    return np.float64(J), grad


def drop_highest_degree(x, y, x_val, y_val, max_degree, tolerance=0.25):
    degrees = np.arange(1, max_degree + 1)
    ones, ones_val = np.ones((x.shape[0], 1)), np.ones((x_val.shape[0], 1))
    full = np.hstack([ones, polynomial_features(x, max_degree)])
    full_val = np.hstack([ones_val, polynomial_features(x_val, max_degree)])
    J = np.array([_half_mean_square(full_val[:, : d + 1], y_val, _theta(full[:, : d + 1], y, 0.0)) for d in degrees])
    return degrees[np.argmax(J / J.min() <= 1 + tolerance)]


def validation_curve(X, y, X_val, y_val, lambdas):
    thetas = [_theta(X, y, lam) for lam in lambdas]
    train = np.array([[_half_mean_square(X, y, theta)] for theta in thetas])
    val = np.array([[_half_mean_square(X_val, y_val, theta)] for theta in thetas])
    return train, val


def diagnose_fit(train_error, val_error, acceptable_error):
    bad_train, bad_val = train_error > acceptable_error, val_error > acceptable_error
    return {(False, False): "good", (False, True): "overfit"}.get((bad_train, bad_val), "underfit")
