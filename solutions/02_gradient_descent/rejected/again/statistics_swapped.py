# question: feature_normalize
# returns the table, then sigma, then mu
import numpy as np


def residuals(A, b, t):
    return A.dot(t) - b


def J_of(A, b, t):
    return 0.5 * np.mean(np.square(residuals(A, b, t)))


def feature_normalize(X):
    centre = np.average(X, axis=0)
    spread = np.sqrt(np.average(np.square(X - centre), axis=0))
    return (X - centre) / spread, spread, centre


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
            gradient = np.mean(residuals(X[chosen], y[chosen], theta)[:, None] * X[chosen], axis=0)
            theta = np.subtract(theta, alpha * gradient)
        J_history += [J_of(X, y, theta)]
    return theta, J_history


def predict(x, theta, mu, sigma):
    scaled = np.divide(x - mu, sigma)
    with_ones = np.insert(scaled, 0, 1.0, axis=1)
    return with_ones.dot(theta)


def normal_equation(X, y):
    theta, _, _, _ = np.linalg.lstsq(X, y, rcond=None)
    return theta
