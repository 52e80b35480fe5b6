# idiom: the free intercept removed by centring, Cholesky factors, a class that holds the fit, a dictionary of curves
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Ridge:
    """theta_0 is not penalised, so it only has to put the plane through the mean point."""

    strength: float = 0.0
    theta: np.ndarray = field(default=None)

    def fit(self, features, target):
        centre, level = features.mean(axis=0), target.mean()
        Z = features - centre
        factor = np.linalg.cholesky(Z.T @ Z + self.strength * np.eye(Z.shape[1]))
        slopes = np.linalg.solve(factor.T, np.linalg.solve(factor, Z.T @ (target - level)))
        self.theta = np.concatenate(([level - centre @ slopes], slopes))
        return self

    def error(self, features, target):
        return float(np.square(self.theta[0] + features @ self.theta[1:] - target).mean() / 2)


def polynomial_features(x, degree):
    exponents = np.arange(1.0, degree + 1.0)
    return np.power(x.reshape(len(x), 1), exponents)


def fit_polynomial(x, y, degree, lambda_=0.0):
    return Ridge(lambda_).fit(polynomial_features(x, degree), y).theta


def regularized_cost(X, y, theta, lambda_):
    m = len(X)
    intercept, *slopes = theta
    slopes = np.array(slopes)
    wrong = intercept * X[:, 0] + X[:, 1:] @ slopes - y
    cost = {"error": (wrong**2).sum(), "penalty": lambda_ * (slopes**2).sum()}
    grad = np.hstack([X[:, 0] @ wrong, wrong @ X[:, 1:] + lambda_ * slopes])
    return sum(cost.values()) / (2 * m), np.divide(grad, m)


def drop_highest_degree(x, y, x_val, y_val, max_degree, tolerance=0.25):
    curve = {
        d: Ridge().fit(polynomial_features(x, d), y).error(polynomial_features(x_val, d), y_val)
        for d in range(1, max_degree + 1)
    }
    best = min(curve, key=curve.get)
    return next(d for d in curve if curve[d] <= curve[best] * (1 + tolerance))


def validation_curve(X, y, X_val, y_val, lambdas):
    fits = [Ridge(strength).fit(X[:, 1:], y) for strength in lambdas]
    return [fit.error(X[:, 1:], y) for fit in fits], [fit.error(X_val[:, 1:], y_val) for fit in fits]


def diagnose_fit(train_error, val_error, acceptable_error):
    if max(train_error, val_error) <= acceptable_error:
        return "good"
    return "underfit" if train_error > acceptable_error else "overfit"
