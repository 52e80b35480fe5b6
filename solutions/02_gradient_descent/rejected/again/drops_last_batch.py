# question: stochastic_gradient_descent
# only whole batches are visited, the rows that are left over are not
import numpy as np


def half_mean_square(table, target, w):
    total = 0.0
    for person, measured in zip(table, target):
        total += (np.dot(person, w) - measured) ** 2
    return total / 2 / table.shape[0]


def slope(table, target, w):
    grad = np.zeros(len(w))
    for person, measured in zip(table, target):
        grad += (np.dot(person, w) - measured) * person
    return grad / table.shape[0]


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
    w = np.array(theta)
    costs = np.zeros(num_iters)
    for k in range(num_iters):
        w = w - alpha * slope(X, y, w)
        costs[k] = half_mean_square(X, y, w)
    return w, costs


def stochastic_gradient_descent(X, y, theta, alpha, num_epochs, batch_size, rng):
    w = np.array(theta)
    costs = []
    how_many = len(y) // batch_size
    for _ in range(num_epochs):
        order = rng.permutation(len(y))
        for b in range(how_many):
            batch = order[b * batch_size : (b + 1) * batch_size]
            w = w - alpha * slope(X[batch], y[batch], w)
        costs.append(half_mean_square(X, y, w))
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
