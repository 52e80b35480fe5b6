# idiom: J is quadratic, so one Newton step from zero is the minimum; list comprehensions; a while loop downwards
import numpy as np

ONE = 1.0


def polynomial_features(x, degree):
    return np.array([[value**k for k in range(1, degree + 1)] for value in x.reshape(-1).tolist()])


def cost_only(X, y, theta):
    return ((X @ theta - y).T @ (X @ theta - y)) / (2 * len(y))


def regularized_cost(X, y, theta, lambda_):
    m = y.shape[0]
    free = np.where(np.arange(theta.shape[0]) == 0, 0.0, ONE)
    J = cost_only(X, y, theta) + lambda_ * np.dot(free, theta**2) / (2 * m)
    return (J.reshape(1), np.add((y - X @ theta) @ X / -m, free * theta * (lambda_ / m)))


def newton(X, y, lambda_):
    zero = np.zeros(X.shape[1])
    free = np.ones(X.shape[1])
    free[0] = 0
    hessian = (X.T @ X + np.diag(lambda_ * free)) / len(y)
    return zero - np.linalg.inv(hessian) @ regularized_cost(X, y, zero, lambda_)[1]


def fit_polynomial(x, y, degree, lambda_=0.0):
    X = np.ones((len(x), 1))
    X = np.append(X, polynomial_features(x, degree), axis=1)
    return newton(X, y, lambda_)


def drop_highest_degree(x, y, x_val, y_val, max_degree, tolerance=0.25):
    degree, errors = int(max_degree), []
    while degree > 0:
        theta = fit_polynomial(x, y, degree)
        errors.insert(0, float(cost_only(polynomial_features(x_val, degree), y_val - theta[0], theta[1:])))
        degree -= 1
    allowed = [error <= min(errors) * (ONE + tolerance) for error in errors]
    return allowed.index(True) + 1


def validation_curve(X, y, X_val, y_val, lambdas):
    thetas = np.array([newton(X, y, lambda_) for lambda_ in lambdas])
    error_train = ((thetas @ X.T - y) ** 2).mean(axis=1) / 2
    error_val = ((thetas @ X_val.T - y_val) ** 2).mean(axis=1) / 2
    return error_train, error_val


def diagnose_fit(train_error, val_error, acceptable_error):
    result = "good"
    if val_error > acceptable_error:
        result = "overfit"
    if train_error > acceptable_error:
        result = "underfit"
    return result
