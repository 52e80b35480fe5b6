# idiom: in-place arithmetic, but on copies: the caller's arrays stay as they were; a while loop counts the steps
import numpy as np


def feature_normalize(X):
    table = np.array(X, dtype=float)
    mu = table.sum(axis=0) / len(table)
    table -= mu
    sigma = np.sqrt((table**2).sum(axis=0) / len(table))
    table /= sigma
    return table, mu, sigma


def gradient_descent(X, y, theta, alpha, num_iters):
    theta = np.array(theta, dtype=float)
    J_history = np.zeros(num_iters)
    done = 0
    while done < num_iters:
        predictions = X @ theta
        difference = predictions - y
        theta[:] -= alpha * np.add.reduce(difference[:, None] * X, axis=0) / len(difference)
        np.subtract(X @ theta, y, out=difference)
        J_history[done] = difference @ difference / len(difference) / 2
        done += 1
    return theta, J_history


def stochastic_gradient_descent(X, y, theta, alpha, num_epochs, batch_size, rng):
    theta = theta.astype(float)
    X_own, y_own = X.copy(), y.copy()
    J_history = []
    while len(J_history) < num_epochs:
        order = rng.permutation(len(y_own))
        X_own[:], y_own[:] = X_own[order], y_own[order]
        start = 0
        while start < len(y_own):
            stop = min(start + batch_size, len(y_own))
            difference = X_own[start:stop] @ theta - y_own[start:stop]
            theta -= (alpha / (stop - start)) * (difference @ X_own[start:stop])
            start = stop
        difference = X @ theta - y
        J_history += [np.float64(difference @ difference / (2 * len(y)))]
    return theta, J_history


def predict(x, theta, mu, sigma):
    scaled = x - mu
    scaled /= sigma
    return np.insert(scaled, 0, 1.0, axis=1) @ theta


def normal_equation(X, y):
    return np.matmul(np.linalg.pinv(np.matmul(np.transpose(X), X)), np.matmul(np.transpose(X), y))
