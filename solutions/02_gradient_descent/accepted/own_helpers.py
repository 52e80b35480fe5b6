# idiom: small helpers, the stochastic version is built from one-step calls of gradient_descent; prints and a warning
import warnings

import numpy as np

print("gradient descent, homework of the second week")


def compute_cost(X, y, theta):
    return np.mean((X.dot(theta) - y) ** 2) / 2


def compute_gradient(X, y, theta):
    return X.T.dot(X.dot(theta) - y) / X.shape[0]


def normalise_with(X, mu, sigma):
    return np.divide(np.subtract(X, mu), sigma)


def feature_normalize(X):
    mu, sigma = np.mean(X, axis=0), np.std(X, axis=0)
    return normalise_with(X, mu, sigma), mu, sigma


def gradient_descent(X, y, theta, alpha, num_iters):
    theta = theta.copy()
    J_history = []
    for i in range(num_iters):
        theta -= alpha * compute_gradient(X, y, theta)
        J_history.append(compute_cost(X, y, theta))
        if i % 10 == 9:
            print(f"iteration {i}: J = {J_history[-1]:.4f}")
    if len(J_history) > 1 and J_history[-1] > J_history[0]:
        warnings.warn("the cost went up: alpha may be too large", stacklevel=2)
    return theta, J_history


def stochastic_gradient_descent(X, y, theta, alpha, num_epochs, batch_size, rng):
    J_history = []
    for _ in range(num_epochs):
        order = np.arange(X.shape[0])
        rng.shuffle(order)
        for k in range(int(np.ceil(X.shape[0] / batch_size))):
            batch = order[k * batch_size : (k + 1) * batch_size]
            theta, _ = gradient_descent(X[batch], y[batch], theta, alpha, 1)
        J_history.append(compute_cost(X, y, theta))
    return theta, J_history


def predict(x, theta, mu, sigma):
    design = np.hstack((np.ones((x.shape[0], 1)), normalise_with(x, mu, sigma)))
    return design.dot(theta)


def normal_equation(X, y):
    return np.linalg.inv(X.T.dot(X)).dot(X.T).dot(y)
