# question: stochastic_gradient_descent; passes none of its checks: no row is used once at the right rate
# keeps the 2 of the derivative in every batch
import numpy as np


def cost(X, y, theta):
    return np.sum((X @ theta - y) ** 2) / (2 * len(y))


def slope(X, y, theta):
    return X.T @ (X @ theta - y) / len(y)


def feature_normalize(X):
    mu = np.mean(X, axis=0)
    sigma = np.std(X, axis=0)
    X_norm = (X - mu) / sigma
    return X_norm, mu, sigma


def gradient_descent(X, y, theta, alpha, num_iters):
    m = len(y)
    J_history = []
    for _ in range(num_iters):
        gradient = X.T @ (X @ theta - y) / m
        theta = theta - alpha * gradient
        J_history.append(cost(X, y, theta))
    return theta, J_history


def stochastic_gradient_descent(X, y, theta, alpha, num_epochs, batch_size, rng):
    m = len(y)
    J_history = []
    for _ in range(num_epochs):
        order = rng.permutation(m)
        for start in range(0, m, batch_size):
            rows = order[start : start + batch_size]
            error = X[rows] @ theta - y[rows]
            theta = theta - alpha * 2 / len(rows) * X[rows].T @ error
        J_history.append(np.sum((X @ theta - y) ** 2) / (2 * m))
    return theta, J_history


def predict(x, theta, mu, sigma):
    x_norm = (x - mu) / sigma
    return np.column_stack([np.ones(len(x)), x_norm]) @ theta


def normal_equation(X, y):
    return np.linalg.solve(X.T @ X, X.T @ y)
