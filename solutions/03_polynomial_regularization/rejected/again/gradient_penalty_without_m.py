# question: regularized_cost
# lambda times the slopes, undivided, in the gradient alone
import numpy as np


def loss(A, b, theta):
    r = A.dot(theta) - b
    return r.dot(r) / (2.0 * b.size)


def best_theta(A, b, strength):
    penalised = np.ones(A.shape[1])
    penalised[0] = 0
    return np.linalg.pinv(A.T.dot(A) + np.diag(strength * penalised)).dot(A.T.dot(b))


def polynomial_features(x, degree):
    return np.vander(x.reshape(-1), degree + 1, increasing=True)[:, 1:]


def fit_polynomial(x, y, degree, lambda_=0.0):
    A = np.insert(polynomial_features(x, degree), 0, 1.0, axis=1)
    return best_theta(A, y, lambda_)


def regularized_cost(X, y, theta, lambda_):
    slopes = np.where(np.arange(theta.size) > 0, theta, 0.0)
    residual = np.matmul(X, theta) - y
    J = np.mean(residual**2) / 2 + lambda_ * slopes.dot(slopes) / (2 * y.size)
    return J, np.matmul(residual, X) / y.size + lambda_ * slopes


def drop_highest_degree(x, y, x_val, y_val, max_degree, tolerance=0.25):
    degrees = np.arange(max_degree, 0, -1)
    J_val = np.zeros(max_degree)
    for k, degree in enumerate(degrees):
        A, A_val = (np.vander(u, degree + 1, increasing=True) for u in (x, x_val))
        J_val[k] = loss(A_val, y_val, best_theta(A, y, 0.0))
    return int(degrees[J_val <= (1 + tolerance) * np.min(J_val)].min())


def validation_curve(X, y, X_val, y_val, lambdas):
    error_train, error_val = np.empty(len(lambdas)), np.empty(len(lambdas))
    for k, strength in enumerate(lambdas):
        theta = best_theta(X, y, strength)
        error_train[k] = loss(X, y, theta)
        error_val[k] = loss(X_val, y_val, theta)
    return error_train, error_val


def diagnose_fit(train_error, val_error, acceptable_error):
    verdict = "good"
    if val_error > acceptable_error:
        verdict = "overfit"
    if train_error > acceptable_error:
        verdict = "underfit"
    return verdict
