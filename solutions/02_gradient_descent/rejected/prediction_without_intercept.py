# question: predict; passes none of its checks: every value changes
# theta_0 is never added
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
            batch = order[start : start + batch_size]
            theta = theta - alpha * slope(X[batch], y[batch], theta)
        J_history.append(cost(X, y, theta))
    return theta, J_history


def predict(x, theta, mu, sigma):
    return ((x - mu) / sigma) @ theta[1:]


def normal_equation(X, y):
    return np.linalg.solve(X.T @ X, X.T @ y)
