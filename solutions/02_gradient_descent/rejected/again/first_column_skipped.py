# question: feature_normalize; why: passes no check, all the others wait for a right X_norm
# the loop over the columns begins at 1
import numpy as np


def misses(rows, measured, t):
    return np.einsum("ij,j->i", rows, t) - measured


def half_mse(rows, measured, t):
    e = misses(rows, measured, t)
    return e.dot(e) / e.size / 2


def mean_pull(rows, measured, t):
    return np.einsum("i,ij->j", misses(rows, measured, t), rows) / rows.shape[0]


def feature_normalize(X):
    columns = X.shape[1]
    centre, spread, scaled = np.zeros(columns), np.ones(columns), np.array(X)
    for j in range(1, columns):
        centre[j], spread[j] = X[:, j].mean(), X[:, j].std()
        scaled[:, j] = (X[:, j] - centre[j]) / spread[j]
    return scaled, centre, spread


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
        shuffled = rng.permutation(y.size)
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
