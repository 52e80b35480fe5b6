# idiom: plain Python loops over rows and parameters, floats and lists, as a first programming course teaches
import numpy as np


def feature_normalize(X):
    m, n = X.shape
    mu, sigma = [], []
    for j in range(n):
        total = 0.0
        for i in range(m):
            total += X[i, j]
        mu.append(total / m)
        squares = 0.0
        for i in range(m):
            squares += (X[i, j] - mu[j]) ** 2
        sigma.append((squares / m) ** 0.5)
    X_norm = np.zeros((m, n))
    for i in range(m):
        for j in range(n):
            X_norm[i, j] = (X[i, j] - mu[j]) / sigma[j]
    return X_norm, np.array(mu), np.array(sigma)


def hypothesis(row, theta):
    total = 0.0
    for j in range(len(theta)):
        total += theta[j] * row[j]
    return total


def cost(X, y, theta):
    total = 0.0
    for i in range(len(y)):
        total += (hypothesis(X[i], theta) - y[i]) ** 2
    return total / (2 * len(y))


def one_step(X, y, theta, alpha):
    moved = []
    for j in range(len(theta)):
        slope = 0.0
        for i in range(len(y)):
            slope += (hypothesis(X[i], theta) - y[i]) * X[i, j]
        moved.append(theta[j] - alpha * slope / len(y))
    return np.array(moved)


def gradient_descent(X, y, theta, alpha, num_iters):
    history = []
    for _ in range(num_iters):
        theta = one_step(X, y, theta, alpha)
        history.append(cost(X, y, theta))
    return theta, history


def stochastic_gradient_descent(X, y, theta, alpha, num_epochs, batch_size, rng):
    history = []
    for _ in range(num_epochs):
        order = list(range(len(y)))
        rng.shuffle(order)
        while order:
            batch, order = order[:batch_size], order[batch_size:]
            theta = one_step(X[batch], y[batch], theta, alpha)
        history.append(cost(X, y, theta))
    return theta, history


def predict(x, theta, mu, sigma):
    answers = []
    for case in x:
        value = theta[0]
        for j in range(len(mu)):
            value += theta[j + 1] * (case[j] - mu[j]) / sigma[j]
        answers.append(value)
    return np.array(answers)


def normal_equation(X, y):
    m, n = X.shape
    A = [[sum(X[i, j] * X[i, k] for i in range(m)) for k in range(n)] for j in range(n)]
    b = [sum(X[i, j] * y[i] for i in range(m)) for j in range(n)]
    return np.linalg.solve(np.array(A), np.array(b))
