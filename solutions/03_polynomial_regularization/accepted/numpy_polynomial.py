# idiom: np.polyfit and Polynomial where there is no penalty, QR of the added rows where there is one, sorted pairs
import numpy as np
from numpy.polynomial import Polynomial
from numpy.polynomial import polynomial as P


def polynomial_features(x, degree):
    return P.polyvander(x.flatten(), degree)[:, 1:]


def by_qr(A, y, lambda_):
    n = A.shape[1]
    D = np.diag(np.r_[0.0, np.full(n - 1, lambda_**0.5)])
    Q, R = np.linalg.qr(np.r_[A, D])
    return np.linalg.inv(R) @ (Q.T @ np.r_[y, np.zeros(n)])


def fit_polynomial(x, y, degree, lambda_=0.0):
    if lambda_ == 0:
        return np.polyfit(x, y, degree)[::-1]
    return by_qr(P.polyvander(x, degree), y, lambda_)


def regularized_cost(X, y, theta, lambda_):
    m, n = X.shape
    mask = np.ones(n)
    mask[0] = 0
    data_term = 1 / (2 * m) * np.linalg.norm(X @ theta - y) ** 2
    penalty_term = lambda_ / (2 * m) * np.linalg.norm(mask * theta) ** 2
    return data_term + penalty_term, 1 / m * X.T @ (X @ theta - y) + lambda_ / m * mask * theta


def drop_highest_degree(x, y, x_val, y_val, max_degree, tolerance=0.25):
    def J_val(degree):
        model = Polynomial.fit(x, y, degree)
        return 0.5 * np.average((model(x_val) - y_val) ** 2)

    pairs = sorted((J_val(d), d) for d in reversed(range(1, max_degree + 1)))
    best = pairs[0][0]
    return min(d for J, d in pairs if J - best <= tolerance * best)


def validation_curve(X, y, X_val, y_val, lambdas):
    def measure(lambda_):
        theta = by_qr(X, y, lambda_)
        return np.var(X @ theta - y) / 2 + np.mean(X @ theta - y) ** 2 / 2, np.mean((y_val - X_val @ theta) ** 2) / 2

    pairs = list(map(measure, lambdas))
    error_train, error_val = zip(*pairs)
    return error_train, error_val


def diagnose_fit(train_error, val_error, acceptable_error):
    words = ["good", "overfit", "underfit", "underfit"]
    return words[2 * int(train_error > acceptable_error) + int(val_error > acceptable_error)]
