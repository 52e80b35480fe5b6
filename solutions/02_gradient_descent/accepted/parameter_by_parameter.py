# idiom: one parameter after the other, but into a new list, so that all of them start from the same point
import numpy as np


def feature_normalize(X):
    X_norm = X.copy()
    n = X.shape[1]
    mu = np.zeros(n)
    sigma = np.zeros(n)
    for j in range(n):
        mu[j] = X[:, j].mean()
        sigma[j] = X[:, j].std()
        X_norm[:, j] = (X[:, j] - mu[j]) / sigma[j]
    return X_norm, mu, sigma


def J(X, y, theta):
    h = X @ theta
    return ((h - y) ** 2).sum() / len(y) / 2


def gradient_descent(X, y, theta, alpha, num_iters):
    J_history = [0.0] * num_iters
    for k in range(num_iters):
        temp = []
        for j in range(theta.size):
            temp.append(theta[j] - alpha * ((X @ theta - y) * X[:, j]).mean())
        theta = np.array(temp)
        J_history[k] = J(X, y, theta)
    return theta, tuple(J_history)


def stochastic_gradient_descent(X, y, theta, alpha, num_epochs, batch_size, rng):
    J_history = ()
    for _ in range(num_epochs):
        order = sorted(range(len(y)), key=dict(enumerate(rng.random(len(y)))).get)
        batches = [order[i : i + batch_size] for i in range(0, len(order), batch_size)]
        for batch in batches:
            error = (X[batch] @ theta) - y[batch]
            temp = theta.copy()
            for j in range(theta.size):
                temp[j] = theta[j] - alpha * (error * X[batch, j]).mean()
            theta = temp
        J_history += (J(X, y, theta),)
    return theta, J_history


def predict(x, theta, mu, sigma):
    result = np.full(x.shape[0], theta[0])
    for j in range(x.shape[1]):
        result += theta[j + 1] * (x[:, j] - mu[j]) / sigma[j]
    return result


def normal_equation(X, y):
    return np.linalg.solve(X.T @ X, X.T @ y)
