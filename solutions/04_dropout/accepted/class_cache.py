# The cache is an object of the student's own class that knows its own backward pass.
from dataclasses import dataclass

import numpy as np


@dataclass
class AffineLayer:
    x: np.ndarray
    W: np.ndarray

    def rows(self):
        return self.x.reshape(self.x.shape[0], self.W.shape[0])

    def backward(self, dout):
        return (dout @ self.W.T).reshape(self.x.shape), self.rows().T @ dout, dout.sum(0)


class DropoutLayer:
    def __init__(self, p, shape, seed=None):
        self.p = p
        self.off = np.random.default_rng(seed).uniform(size=shape) >= p

    def apply(self, values):
        result = values / self.p
        result[self.off] = 0
        return result


def affine_forward(x, W, b):
    layer = AffineLayer(x, W)
    return layer.rows() @ W + b, layer


def affine_backward(dout, cache):
    return cache.backward(dout)


def dropout_forward(x, dropout_param):
    if dropout_param["mode"] == "test":
        return x.copy(), None
    layer = DropoutLayer(dropout_param["p"], x.shape, dropout_param.get("seed"))
    return layer.apply(x), layer


def dropout_backward(dout, cache):
    return dout.copy() if cache is None else cache.apply(dout)
