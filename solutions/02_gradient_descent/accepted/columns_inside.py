# idiom: columns (m, 1) inside, as in courses that come from MATLAB; mu and sigma kept as rows (1, n)
import numpy as np


def feature_normalize(X):
    mu = X.mean(axis=0, keepdims=True)
    sigma = X.std(axis=0, keepdims=True)
    return (X - mu) / sigma, mu, sigma


def gradient_descent(X, y, theta, alpha, num_iters):
    m = X.shape[0]
    Y, T = y.reshape(-1, 1), theta.reshape(-1, 1)
    J_history = []
    for _ in range(num_iters):
        E = X @ T - Y
        T = T - (alpha / m) * (X.T @ E)
        E = X @ T - Y
        J_history.append(E.T @ E / (2 * m))
    return T.ravel(), J_history


def stochastic_gradient_descent(X, y, theta, alpha, num_epochs, batch_size, rng):
    m = X.shape[0]
    T = theta.reshape(-1, 1)
    J_history = []
    for _ in range(num_epochs):
        table = rng.permutation(np.hstack([X, y.reshape(-1, 1)]))
        first = 0
        while first < m:
            A, B = table[first : first + batch_size, :-1], table[first : first + batch_size, -1:]
            T = T - alpha * (A.T @ (A @ T - B)) / A.shape[0]
            first += batch_size
        E = X @ T - y.reshape(-1, 1)
        J_history.append(E.T @ E / (2 * m))
    return T.ravel(), J_history


def predict(x, theta, mu, sigma):
    ones = np.ones((x.shape[0], 1))
    return (np.c_[ones, (x - mu) / sigma] @ theta.reshape(-1, 1)).flatten()


def normal_equation(X, y):
    return (np.linalg.inv(X.T @ X) @ X.T @ y.reshape(-1, 1)).ravel()
