# idiom: einsum, lstsq, a deviation that divides by m - 1 throughout, and tuples returned as lists
import numpy as np


def feature_normalize(X):
    mu = np.einsum("ij->j", X) / X.shape[0]
    centred = X - mu
    sigma = np.sqrt(np.einsum("ij,ij->j", centred, centred) / (X.shape[0] - 1))
    return [np.einsum("ij,j->ij", centred, 1.0 / sigma), mu, sigma]


def _residual(X, y, theta):
    return np.einsum("ij,j->i", X, theta) - y


def _half_mean_square(r):
    return 0.5 * np.einsum("i,i->", r, r) / r.size


def gradient_descent(X, y, theta, alpha, num_iters):
    J_history = np.empty((num_iters, 1))
    for k in range(num_iters):
        theta = theta - alpha / X.shape[0] * np.einsum("i,ij->j", _residual(X, y, theta), X)
        J_history[k, 0] = _half_mean_square(_residual(X, y, theta))
    return [theta, J_history]


def stochastic_gradient_descent(X, y, theta, alpha, num_epochs, batch_size, rng):
    J_history = np.empty((num_epochs, 1))
    for k in range(num_epochs):
        order = rng.choice(len(y), size=len(y), replace=False)
        for rows in np.split(order, range(batch_size, len(y), batch_size)):
            theta = theta - alpha * np.einsum("i,ij->j", _residual(X[rows], y[rows], theta), X[rows]) / rows.size
        J_history[k, 0] = _half_mean_square(_residual(X, y, theta))
    return [theta, J_history]


def predict(x, theta, mu, sigma):
    return np.einsum("kj,j->k", (x - mu) / sigma, theta[1:]) + theta[0]


def normal_equation(X, y):
    return np.linalg.lstsq(X, y, rcond=None)[0]
