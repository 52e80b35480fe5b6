# idiom: everything that does not change is computed once (Gram matrix), QR for least squares, a theta per step kept
import numpy as np


def feature_normalize(X):
    mu = np.average(X, axis=0)
    sigma = np.var(X, axis=0) ** 0.5
    return np.stack([(column - a) / s for column, a, s in zip(X.T, mu, sigma, strict=True)], axis=1), mu, sigma


def gradient_descent(X, y, theta, alpha, num_iters):
    A, b = X.T @ X / len(X), X.T @ y / len(X)
    shrink = np.eye(len(b)) - alpha * A
    path = [theta]
    for _ in range(num_iters):
        path.append(shrink @ path[-1] + alpha * b)
    costs = [np.linalg.norm(X @ point - y) ** 2 / 2 / len(X) for point in path[1:]]
    return path[-1], np.array(costs)


def stochastic_gradient_descent(X, y, theta, alpha, num_epochs, batch_size, rng):
    costs = []
    for _ in range(num_epochs):
        order = np.argsort(rng.random(len(X)))
        X_shuffled, y_shuffled = X[order], y[order]
        for low in range(0, len(X), batch_size):
            xs, ys = X_shuffled[low : low + batch_size], y_shuffled[low : low + batch_size]
            theta = theta + alpha * np.mean((ys - xs @ theta)[:, None] * xs, axis=0)
        costs.append(np.square(X @ theta - y).mean() / 2)
    return theta, np.array(costs)


def predict(x, theta, mu, sigma):
    slopes = theta[1:] / sigma
    return theta[0] - mu @ slopes + x @ slopes


def normal_equation(X, y):
    Q, R = np.linalg.qr(X)
    return np.linalg.solve(R, Q.T @ y)
