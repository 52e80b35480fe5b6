# question: gradient_descent; why: a history that is one entry too long is the misconception
# one cell more than steps: cell 0 is for the start
import numpy as np


def slope(table, target, w):
    grad = np.zeros(len(w))
    for person, measured in zip(table, target):
        grad += (np.dot(person, w) - measured) * person
    return grad / table.shape[0]


def half_mean_square(table, target, w):
    total = 0.0
    for person, measured in zip(table, target):
        total += (np.dot(person, w) - measured) ** 2
    return total / 2 / table.shape[0]


def feature_normalize(X):
    rows, columns = X.shape
    centre, spread = np.zeros(columns), np.zeros(columns)
    scaled = np.zeros((rows, columns))
    for j in range(columns):
        centre[j] = sum(X[:, j]) / rows
        spread[j] = np.sqrt(sum((X[:, j] - centre[j]) ** 2) / rows)
        scaled[:, j] = (X[:, j] - centre[j]) / spread[j]
    return scaled, centre, spread


def gradient_descent(X, y, theta, alpha, num_iters):
    w = theta + 0.0
    costs = np.zeros(num_iters + 1)
    for k in range(num_iters + 1):
        costs[k] = half_mean_square(X, y, w)
        if k < num_iters:
            w = w - alpha * slope(X, y, w)
    return w, costs


def stochastic_gradient_descent(X, y, theta, alpha, num_epochs, batch_size, rng):
    w = np.array(theta)
    costs = np.zeros(num_epochs)
    for epoch in range(num_epochs):
        waiting = list(rng.permutation(X.shape[0]))
        while waiting:
            now, waiting = waiting[:batch_size], waiting[batch_size:]
            w = w - alpha * slope(X[now], y[now], w)
        costs[epoch] = half_mean_square(X, y, w)
    return w, costs


def predict(x, theta, mu, sigma):
    answers = []
    for case in x:
        guess = theta[0]
        for j in range(len(mu)):
            guess = guess + theta[j + 1] * (case[j] - mu[j]) / sigma[j]
        answers.append(guess)
    return np.array(answers)


def normal_equation(X, y):
    return np.linalg.solve(np.dot(X.T, X), np.dot(X.T, y))
