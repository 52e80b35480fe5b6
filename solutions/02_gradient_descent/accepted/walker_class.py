# idiom: object style: a model that walks, a generator of batches, and functions that only drive them
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Scaler:
    mu: np.ndarray
    sigma: np.ndarray

    @classmethod
    def fit(cls, X):
        return cls(X.mean(0), X.std(0))

    def __call__(self, X):
        return (X - self.mu[np.newaxis, :]) / self.sigma[np.newaxis, :]


@dataclass
class Walker:
    X: np.ndarray
    y: np.ndarray
    theta: np.ndarray
    alpha: float
    history: list = field(default_factory=list)

    def step(self, rows=slice(None)):
        X, y = self.X[rows], self.y[rows]
        self.theta = self.theta - self.alpha * np.dot(np.dot(X, self.theta) - y, X) / y.shape[0]

    def note(self):
        error = np.dot(self.X, self.theta) - self.y
        self.history.append(float(np.dot(error, error)) / (2.0 * self.y.shape[0]))


def batches(m, batch_size, rng):
    order = rng.permutation(m).tolist()
    while len(order) > 0:
        yield [order.pop(0) for _ in range(min(batch_size, len(order)))]


def feature_normalize(X):
    scaler = Scaler.fit(X)
    return scaler(X), scaler.mu, scaler.sigma


def gradient_descent(X, y, theta, alpha, num_iters):
    walker = Walker(X, y, theta, alpha)
    for _ in range(num_iters):
        walker.step()
        walker.note()
    return walker.theta, walker.history


def stochastic_gradient_descent(X, y, theta, alpha, num_epochs, batch_size, rng):
    walker = Walker(X, y, theta, alpha)
    for _ in range(num_epochs):
        for rows in batches(len(y), batch_size, rng):
            walker.step(rows)
        walker.note()
    return walker.theta, walker.history


def predict(x, theta, mu, sigma):
    return Scaler(mu, sigma)(x).dot(theta[1:]) + theta[0]


def normal_equation(X, y):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    return Vt.T @ ((U.T @ y) / s)
