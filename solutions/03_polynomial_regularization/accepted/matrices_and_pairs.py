# idiom: np.matrix with * and .I, answers flattened with .A1; a running minimum from the top; pairs turned by zip
from functools import reduce

import numpy as np


def polynomial_features(x, degree):
    first = np.c_[x]
    return reduce(lambda table, _: np.c_[table, table[:, -1:] * first], range(1, degree), first.copy())


def best(A, b, lam):
    A, b = np.matrix(A), np.matrix(b).T
    penalised = np.matrix(np.diag([0.0] + [1.0] * (A.shape[1] - 1)))
    return (A.T * A + lam * penalised).I * A.T * b


def misfit(A, b, theta):
    e = np.matrix(A) * theta - np.matrix(b).T
    return (e.T * e)[0, 0] / (2 * len(b))


def fit_polynomial(x, y, degree, lambda_=0.0):
    return best(np.c_[x**0, polynomial_features(x, degree)], y, lambda_).A1


def regularized_cost(X, y, theta, lambda_):
    theta = np.matrix(theta).T
    slopes = theta.copy()
    slopes[0] = 0
    J = misfit(X, y, theta) + lambda_ * (slopes.T * slopes) / (2 * len(y))
    grad = (X.T * (X * theta - np.matrix(y).T) + lambda_ * slopes) / len(y)
    return np.asarray(J), grad.A1


def drop_highest_degree(x, y, x_val, y_val, max_degree, tolerance=0.25):
    smallest, chosen = np.inf, max_degree
    for degree in reversed(range(1, max_degree + 1)):
        A, A_val = (np.c_[u**0, polynomial_features(u, degree)] for u in (x, x_val))
        J = misfit(A_val, y_val, best(A, y, 0))
        smallest = min(smallest, J)
        if J <= smallest * (1 + tolerance):  # below the best degree the smallest so far is the smallest of all
            chosen = degree
    return chosen


def validation_curve(X, y, X_val, y_val, lambdas):
    thetas = map(lambda lam: best(X, y, lam), lambdas.tolist())
    error_train, error_val = zip(*[(misfit(X, y, theta), misfit(X_val, y_val, theta)) for theta in thetas], strict=True)
    return error_train, error_val


def diagnose_fit(train_error, val_error, acceptable_error):
    too_high = [train_error > acceptable_error, val_error > acceptable_error]
    return str(np.select(too_high, ["underfit", "overfit"], "good"))
