# question: stochastic_gradient_descent; passes none of its checks: no row is used once at the right rate
# every batch steps twice as far as it should
import numpy as np


def residuals(A, b, t):
    return A.dot(t) - b


def J_of(A, b, t):
    return 0.5 * np.mean(np.square(residuals(A, b, t)))


def feature_normalize(X):
    mu = np.average(X, axis=0)
    sigma = np.sqrt(np.average(np.square(X - mu), axis=0))
    return np.divide(np.subtract(X, mu), sigma), mu, sigma


def gradient_descent(X, y, theta, alpha, num_iters):
    J_history = []
    while len(J_history) < num_iters:
        gradient = np.mean(residuals(X, y, theta)[:, None] * X, axis=0)
        theta = np.subtract(theta, alpha * gradient)
        J_history += [J_of(X, y, theta)]
    return theta, J_history


def stochastic_gradient_descent(X, y, theta, alpha, num_epochs, batch_size, rng):
    J_history = []
    cuts = np.arange(batch_size, len(X), batch_size)
    while len(J_history) < num_epochs:
        order = np.arange(len(X))
        rng.shuffle(order)
        for chosen in np.split(order, cuts):
            pull = np.mean((X[chosen] @ theta - y[chosen])[:, None] * X[chosen], axis=0)
            theta = np.subtract(theta, 2 * alpha * pull)
        J_history += [0.5 * np.mean(np.square(X @ theta - y))]
    return theta, J_history


def predict(x, theta, mu, sigma):
    return np.array([theta[0] + sum(t * value for t, value in zip(theta[1:], case)) for case in (x - mu) / sigma])


def normal_equation(X, y):
    theta, _, _, _ = np.linalg.lstsq(X, y, rcond=None)
    return theta
