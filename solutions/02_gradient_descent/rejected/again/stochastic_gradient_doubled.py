# question: stochastic_gradient_descent; why: passes no check, every step is too long
import numpy as np


def feature_normalize(X):
    mu = X.mean(axis=0)  # (n,)
    sigma = X.std(axis=0)  # (n,)
    return (X - mu) / sigma, mu, sigma


def gradient_descent(X, y, theta, alpha, num_iters):
    m = len(y)
    J_history = []
    for _ in range(num_iters):
        theta = theta - alpha * X.T @ (X @ theta - y) / m  # a new array (n,): the argument stays as it was
        J_history.append(np.sum((X @ theta - y) ** 2) / (2 * m))
    return theta, J_history


def stochastic_gradient_descent(X, y, theta, alpha, num_epochs, batch_size, rng):
    m = len(y)
    J_history = []
    for _ in range(num_epochs):
        order = rng.permutation(m)
        for start in range(0, m, batch_size):
            rows = order[start : start + batch_size]  # (batch_size,), the last one may be shorter
            error = X[rows] @ theta - y[rows]  # one per row of the batch
            theta = theta - 2 * alpha * X[rows].T @ error / len(rows)  # (n,)
        J_history.append(np.sum((X @ theta - y) ** 2) / (2 * m))
    return theta, J_history


def predict(x, theta, mu, sigma):
    x_norm = (x - mu) / sigma  # (k, n)
    return theta[0] + x_norm @ theta[1:]  # (k,)


def normal_equation(X, y):
    return np.linalg.pinv(X) @ y  # (n, m) @ (m,)
