# question: drop_highest_degree
# the tolerance of the example is written into the limit
import numpy as np


def table_of(x, degree):
    columns = [np.ones(np.size(x))]
    for _ in range(degree):
        columns.append(columns[-1] * np.ravel(x))
    return np.transpose(columns)


def ridge(table, target, strength):
    added = np.sqrt(strength) * np.eye(table.shape[1])[1:]
    taller, longer = np.vstack([table, added]), np.append(target, np.zeros(len(added)))
    return np.linalg.lstsq(taller, longer, rcond=None)[0]


def half_mse(table, target, theta):
    off = np.dot(table, theta) - target
    return np.dot(off, off) / (2 * off.size)


def polynomial_features(x, degree):
    return table_of(x, degree)[:, 1:]


def fit_polynomial(x, y, degree, lambda_=0.0):
    return ridge(table_of(x, degree), y, lambda_)


def regularized_cost(X, y, theta, lambda_):
    slopes = np.append(0.0, theta[1:])
    off = np.dot(X, theta) - y
    J = half_mse(X, y, theta) + lambda_ * np.dot(slopes, slopes) / (2 * off.size)
    return J, (np.dot(off, X) + lambda_ * slopes) / off.size


def drop_highest_degree(x, y, x_val, y_val, max_degree, tolerance=0.25):
    errors = []
    for degree in range(1, max_degree + 1):
        errors.append(half_mse(table_of(x_val, degree), y_val, ridge(table_of(x, degree), y, 0.0)))
    limit = min(errors) + min(errors) / 4
    for degree, J in enumerate(errors, start=1):
        if J <= limit:
            return degree
    return max_degree


def validation_curve(X, y, X_val, y_val, lambdas):
    curve = np.zeros((2, len(lambdas)))
    for k, strength in enumerate(lambdas):
        theta = ridge(X, y, strength)
        curve[:, k] = half_mse(X, y, theta), half_mse(X_val, y_val, theta)
    return curve[0], curve[1]


def diagnose_fit(train_error, val_error, acceptable_error):
    fits, holds = train_error <= acceptable_error, val_error <= acceptable_error
    return ("good" if holds else "overfit") if fits else "underfit"
