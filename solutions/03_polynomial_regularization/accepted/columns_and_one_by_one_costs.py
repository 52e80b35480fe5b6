# idiom: columns (m, 1) and costs (1, 1) throughout, as in courses that come from MATLAB; lists of (1, 1) errors
import numpy as np


def polynomial_features(x, degree):
    x = x.reshape(-1, 1)
    X_poly = np.zeros((x.shape[0], degree))
    for i in range(degree):
        X_poly[:, i] = x[:, 0] ** (i + 1)
    return X_poly


def minimum(X, y, lambda_):
    n = X.shape[1]
    reg = np.eye(n)
    reg[0, 0] = 0
    return np.linalg.inv(X.T.dot(X) + lambda_ * reg).dot(X.T).dot(y)


def fit_polynomial(x, y, degree, lambda_=0.0):
    X = np.concatenate((np.ones((len(x), 1)), polynomial_features(x, degree)), axis=1)
    return minimum(X, y.reshape(-1, 1), lambda_).flatten()


def regularized_cost(X, y, theta, lambda_):
    m = y.shape[0]
    y = y.reshape((m, 1))
    theta = theta.reshape((X.shape[1], 1))
    e = np.dot(X, theta) - y
    J = np.dot(e.T, e) / (2 * m) + lambda_ / (2 * m) * np.dot(theta[1:].T, theta[1:])
    grad = np.dot(X.T, e) / m
    grad[1:] = grad[1:] + lambda_ / m * theta[1:]
    return J, grad.flatten()


def drop_highest_degree(x, y, x_val, y_val, max_degree, tolerance=0.25):
    J_history = []
    for degree in range(1, max_degree + 1):
        theta = fit_polynomial(x, y, degree)
        X_val = np.concatenate((np.ones((len(x_val), 1)), polynomial_features(x_val, degree)), axis=1)
        J, _ = regularized_cost(X_val, y_val, theta, 0)
        J_history.append(J)
    for i, J in enumerate(J_history):
        if J <= (1 + tolerance) * min(J_history):
            return i + 1


def validation_curve(X, y, X_val, y_val, lambdas):
    error_train, error_val = [], []
    for i in range(len(lambdas)):
        theta = minimum(X, y.reshape(-1, 1), lambdas[i])
        e, e_val = X @ theta - y[:, None], X_val @ theta - y_val[:, None]
        error_train.append(e.T @ e / (2 * X.shape[0]))
        error_val.append(e_val.T @ e_val / (2 * X_val.shape[0]))
    return error_train, error_val


def diagnose_fit(train_error, val_error, acceptable_error):
    if train_error > acceptable_error:
        return "underfit"
    elif val_error > acceptable_error:
        return "overfit"
    else:
        return "good"
