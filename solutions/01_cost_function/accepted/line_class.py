# idiom: one class does the work, the functions only ask it; comprehensions, zip and the statistics module
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean

import numpy as np


@dataclass
class Fit:
    X: np.ndarray
    y: np.ndarray
    theta: np.ndarray

    @cached_property
    def predicted(self):
        return [sum(t * x for t, x in zip(self.theta, row)) for row in self.X]

    @property
    def errors(self):
        return [h - y for h, y in zip(self.predicted, self.y)]

    @property
    def cost(self):
        return fmean(e * e for e in self.errors) / 2

    def slope(self, j):
        return fmean(e * row[j] for e, row in zip(self.errors, self.X))


def add_intercept(X):
    return np.array([np.r_[1.0, row] for row in X])


def hypothesis(X, theta):
    return np.array(Fit(X, np.zeros(len(X)), theta).predicted)


def squared_errors(X, y, theta):
    return np.array([e * e for e in Fit(X, y, theta).errors])


def compute_cost(X, y, theta):
    return Fit(X, y, theta).cost


def compute_gradient(X, y, theta):
    return np.array([Fit(X, y, theta).slope(j) for j in range(len(theta))])
