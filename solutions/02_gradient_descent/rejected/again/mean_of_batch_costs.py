# question: stochastic_gradient_descent
# averages what each batch cost on its way
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
    J_history = []
    cuts = np.arange(batch_size, len(X), batch_size)
    while len(J_history) < num_epochs:
        order, seen = np.arange(len(X)), []
        rng.shuffle(order)
        for chosen in np.split(order, cuts):
            r = X[chosen] @ theta - y[chosen]
            seen += [0.5 * np.mean(np.square(r))]
            theta = np.subtract(theta, alpha * np.mean(r[:, None] * X[chosen], axis=0))
        J_history += [sum(seen) / len(seen)]
    return theta, J_history


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
