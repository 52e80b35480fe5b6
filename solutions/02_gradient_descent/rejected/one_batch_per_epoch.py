# question: stochastic_gradient_descent; passes none of its checks: every value changes
# an epoch is a single batch; all other rows wait in vain
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
        rows = rng.permutation(m)[:batch_size]
        error = X[rows] @ theta - y[rows]
        theta = theta - alpha * X[rows].T @ error / len(rows)
        J_history.append(np.sum((X @ theta - y) ** 2) / (2 * m))
    return theta, J_history


def predict(x, theta, mu, sigma):
    x_norm = (x - mu) / sigma
    return np.column_stack([np.ones(len(x)), x_norm]) @ theta


def normal_equation(X, y):
    return np.linalg.solve(X.T @ X, X.T @ y)
