# question: stochastic_gradient_descent
# a generator of its own, made anew inside the loop
import numpy as np


def misses(rows, measured, t):
    return np.einsum("ij,j->i", rows, t) - measured


def half_mse(rows, measured, t):
    e = misses(rows, measured, t)
    return e.dot(e) / e.size / 2


def mean_pull(rows, measured, t):
    return np.einsum("i,ij->j", misses(rows, measured, t), rows) / rows.shape[0]


def feature_normalize(X):
    mu = X.sum(axis=0) / X.shape[0]
    away = X - mu
    sigma = np.sqrt(np.square(away).sum(axis=0) / X.shape[0])
    return away / sigma, mu, sigma


def gradient_descent(X, y, theta, alpha, num_iters):
    point, costs, left = theta.copy(), [], num_iters
    while left:
        point = point - alpha * mean_pull(X, y, point)
        costs += [half_mse(X, y, point)]
        left -= 1
    return point, costs


def stochastic_gradient_descent(X, y, theta, alpha, num_epochs, batch_size, rng):
    point, costs = theta.copy(), np.empty(num_epochs)
    for k in range(num_epochs):
        shuffled = np.arange(y.size)
        np.random.default_rng(7).shuffle(shuffled)
        while shuffled.size:
            taken, shuffled = np.split(shuffled, [batch_size])
            point = point - alpha * mean_pull(X[taken], y[taken], point)
        costs[k] = half_mse(X, y, point)
    return point, costs


def predict(x, theta, mu, sigma):
    return theta[0] + np.dot((x - mu) / sigma, theta[1:])


def normal_equation(X, y):
    Q, R = np.linalg.qr(X)
    return np.linalg.solve(R, Q.T @ y)
