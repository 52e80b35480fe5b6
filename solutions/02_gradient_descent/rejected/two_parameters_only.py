# question: gradient_descent; why: with the column of ones alone there is no second column to read, and it raises
# an intercept and one slope by hand; all other parameters stay where they start
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
    theta = theta.copy()
    J_history = []
    for _ in range(num_iters):
        error = X @ theta - y
        temp0 = theta[0] - alpha * np.sum(error) / m
        temp1 = theta[1] - alpha * np.sum(error * X[:, 1]) / m
        theta[0] = temp0
        theta[1] = temp1
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
    x_norm = (x - mu) / sigma
    return np.column_stack([np.ones(len(x)), x_norm]) @ theta


def normal_equation(X, y):
    return np.linalg.solve(X.T @ X, X.T @ y)
